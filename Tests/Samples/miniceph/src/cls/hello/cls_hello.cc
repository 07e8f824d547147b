// SPDX-License-Identifier: Apache-2.0
#include "objclass/objclass.h"

extern "C" void __cls_init()
{
  cls_log(20, "loading cls_hello");
  cls_register("hello");
}

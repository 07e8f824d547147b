// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <zstd.h>

#if ZSTD_VERSION_NUMBER < 10500
#error "libzstd 1.5.0 or newer is needed"
#endif

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>
#include <stdlib.h>

// Itanium C++ ABI, section 3.4; <cxxabi.h> is for C++ alone.
char *__cxa_demangle(const char *mangled, char *buffer, size_t *length, int *status);

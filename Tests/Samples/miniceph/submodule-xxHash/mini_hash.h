/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MINI_HASH_H
#define MINI_HASH_H

/* FNV-1a, 32 bits */
static inline unsigned mini_hash(const char *text)
{
  unsigned hash = 2166136261u;
  for (; *text; ++text)
    hash = (hash ^ (unsigned char)*text) * 16777619u;
  return hash;
}

#endif

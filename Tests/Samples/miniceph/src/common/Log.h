// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace ceph::logging {

class Log {
public:
  void submit(int level, const char *text);
  unsigned long create_entry(int level, int subsystem, unsigned long *stamp);

private:
  unsigned long entries = 0;
};

Log &log();

} // namespace ceph::logging

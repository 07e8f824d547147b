# SPDX-License-Identifier: Apache-2.0
# A builder with what a source tree's own lists ask for: debian/control or ceph.spec.in, install-deps.sh and what that sources,
# under source/ of the build context.
ARG BUILDER
FROM ${BUILDER}
COPY source /opt/cephdev/source
RUN set -eu; \
    cd /opt/cephdev/source; \
    ./install-deps.sh; \
    __PACKAGES_CLEAN__
WORKDIR /ceph

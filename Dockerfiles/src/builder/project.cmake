# SPDX-License-Identifier: Apache-2.0
#
# CMAKE_PROJECT_INCLUDE: what a build for a base of packages adds to Ceph's own CMakeLists.txt.

if(NOT CMAKE_CURRENT_SOURCE_DIR STREQUAL CMAKE_SOURCE_DIR)
    return()
endif()

# Macros with which the packages were compiled: classes that both sides use must have one layout.
if(CEPHDEV_DEFINITIONS)
    add_compile_definitions("$<$<COMPILE_LANGUAGE:CXX>:${CEPHDEV_DEFINITIONS}>")
endif()

# CEPHDEV_COMPILE_JOBS: lets ninja run that many compilers at once.
#
# Ceph's LimitJobs.cmake puts all compilers into a pool as deep as this host has cores, whatever ninja's -j says, and
# forces its value. With helpers most compilers run elsewhere. Links stay as many as this host has memory for.
function(cephdev_deepen_pools)
    get_property(pools GLOBAL PROPERTY JOB_POOLS)
    if(NOT pools)
        return()
    endif()
    math(EXPR half "(${CEPHDEV_COMPILE_JOBS} + 1) / 2")
    list(TRANSFORM pools REPLACE "^avg_compile_job_pool=.*" "avg_compile_job_pool=${CEPHDEV_COMPILE_JOBS}")
    list(TRANSFORM pools REPLACE "^heavy_compile_job_pool=.*" "heavy_compile_job_pool=${half}")
    set_property(GLOBAL PROPERTY JOB_POOLS "${pools}")
endfunction()

if(CEPHDEV_COMPILE_JOBS)
    cmake_language(DEFER CALL cephdev_deepen_pools)
endif()

/* SPDX-License-Identifier: Apache-2.0 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "rados/librados.h"

static PyObject *version(PyObject *self, PyObject *args)
{
  int major, minor, extra;
  rados_version(&major, &minor, &extra);
  return Py_BuildValue("(iii)", major, minor, extra);
}

static PyObject *pretty_version(PyObject *self, PyObject *args)
{
  return PyUnicode_FromString(rados_pretty_version());
}

static PyMethodDef methods[] = {
  {"version", version, METH_NOARGS, "librados's version as a tuple"},
  {"pretty_version", pretty_version, METH_NOARGS, "Ceph's version as the programs print it"},
  {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "rados", "librados for Python", -1, methods};

PyMODINIT_FUNC PyInit_rados(void)
{
  return PyModule_Create(&module);
}

"""Makes the small models of this folder: python3 small_models.py (onnx 1.23)."""
import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper


def save(name, nodes, inputs, outputs, constants=(), opsets=(("", 17),)):
    graph = h.make_graph(nodes, name, inputs, outputs, list(constants))
    imports = [h.make_opsetid(domain, version) for domain, version in opsets]
    model = h.make_model(graph, opset_imports=imports, ir_version=8, producer_name="small_models.py")
    onnx.save(model, f"{name}.onnx")


def constant(name, values, dtype):
    return numpy_helper.from_array(np.array(values, dtype=dtype), name)


def value(name, dtype, *shape):
    return h.make_tensor_value_info(name, dtype, list(shape))


def endless():
    """Runs until it is stopped: adds x to itself for as many rounds as a 64-bit integer counts."""
    body = h.make_graph(
        [h.make_node("Identity", ["going"], ["go_on"]), h.make_node("Add", ["sum", "x"], ["next"])],
        "body",
        [value("round", T.INT64), value("going", T.BOOL), value("sum", T.FLOAT, "batch")],
        [value("go_on", T.BOOL), value("next", T.FLOAT, "batch")])
    save(
        "endless",
        [h.make_node("Loop", ["rounds", "", "x"], ["y"], body=body)],
        [value("x", T.FLOAT, "batch"), value("rounds", T.INT64)],
        [value("y", T.FLOAT, "batch")])


def endless_rows():
    """The same, with the number of rounds in a column: that of the first row counts."""
    body = h.make_graph(
        [h.make_node("Identity", ["going"], ["go_on"]), h.make_node("Add", ["sum", "x"], ["next"])],
        "body",
        [value("round", T.INT64), value("going", T.BOOL), value("sum", T.FLOAT, "batch")],
        [value("go_on", T.BOOL), value("next", T.FLOAT, "batch")])
    save(
        "endless-rows",
        [
            h.make_node("Gather", ["rounds", "first"], ["of_first"], axis=0),
            h.make_node("Loop", ["of_first", "", "x"], ["y"], body=body),
        ],
        [value("x", T.FLOAT, "batch"), value("rounds", T.INT64, "batch")],
        [value("y", T.FLOAT, "batch")],
        [constant("first", 0, np.int64)])


def allocate():
    """Needs elements[0] * 4 bytes for a moment."""
    save(
        "allocate",
        [h.make_node("ConstantOfShape", ["elements"], ["zeros"]), h.make_node("ReduceSum", ["zeros"], ["y"], keepdims=0)],
        [value("elements", T.INT64, 1)],
        [value("y", T.FLOAT)])


def row_memory():
    """Needs 4 * rows^12 bytes, 64 MB for 4 rows and 256 GB for 8; y is x."""
    save(
        "row_memory",
        [
            h.make_node("Shape", ["x"], ["rows"], start=0, end=1),
            h.make_node("Pow", ["rows", "twelve"], ["elements"]),
            h.make_node("ConstantOfShape", ["elements"], ["zeros"]),
            h.make_node("ReduceSum", ["zeros"], ["zero"], keepdims=0),
            h.make_node("Add", ["x", "zero"], ["y"]),
        ],
        [value("x", T.FLOAT, "batch")],
        [value("y", T.FLOAT, "batch")],
        [constant("twelve", [12], np.int64)])


def echo(name, dtype):
    save(
        f"echo-{name}",
        [h.make_node("Identity", ["x"], ["y"])],
        [value("x", dtype, "batch", 2)],
        [value("y", dtype, "batch", 2)])


def strings():
    """The first of two texts."""
    save(
        "strings",
        [h.make_node("Gather", ["x", "first"], ["first_of_both"], axis=1)],
        [value("x", T.STRING, "batch", 2)],
        [value("first_of_both", T.STRING, "batch")],
        [constant("first", 0, np.int64)])


def zipmap(name, attributes, key_type):
    """What scikit-learn's converter writes by default: a label and a sequence of maps from label to probability."""
    proba = h.make_sequence_type_proto(h.make_map_type_proto(key_type, h.make_tensor_type_proto(T.FLOAT, [])))
    save(
        name,
        [
            h.make_node(
                "LinearClassifier", ["X"], ["label", "scores"], domain="ai.onnx.ml", post_transform="SOFTMAX",
                coefficients=[1.0, 0.0, 0.0, 1.0, -1.0, -1.0], intercepts=[0.0, 0.5, 0.0], **attributes),
            h.make_node(
                "ZipMap", ["scores"], ["output_probability"], domain="ai.onnx.ml",
                **{key.replace("_ints", "_int64s"): labels for key, labels in attributes.items()}),
        ],
        [value("X", T.FLOAT, "batch", 2)],
        [value("label", key_type, "batch"), h.make_value_info("output_probability", proba)],
        opsets=(("", 17), ("ai.onnx.ml", 1)))


def regression():
    """y = 2 a - b + 1 as [batch, 1], from two inputs of one column each."""
    save(
        "regression",
        [
            h.make_node("Mul", ["a", "two"], ["twice"]),
            h.make_node("Sub", ["twice", "b"], ["difference"]),
            h.make_node("Add", ["difference", "one"], ["y"]),
        ],
        [value("a", T.FLOAT, "batch", 1), value("b", T.FLOAT, "batch", 1)],
        [value("y", T.FLOAT, "batch", 1)],
        [constant("two", 2, np.float32), constant("one", 1, np.float32)])


def fixed_batch():
    """Takes two rows at a time, never more or fewer; y = x + 1."""
    save(
        "fixed_batch",
        [h.make_node("Add", ["x", "one"], ["y"])],
        [value("x", T.FLOAT, 2, 3)],
        [value("y", T.FLOAT, 2, 3)],
        [constant("one", 1, np.float32)])


def fixed_text():
    """Takes two texts of eight tokens: the logits are the mean id of the tokens and its negative."""
    save(
        "fixed_text",
        [
            h.make_node("Mul", ["input_ids", "attention_mask"], ["kept"]),
            h.make_node("ReduceSum", ["kept", "axis"], ["sum"], keepdims=1),
            h.make_node("ReduceSum", ["attention_mask", "axis"], ["count"], keepdims=1),
            h.make_node("Cast", ["sum"], ["float_sum"], to=T.FLOAT),
            h.make_node("Cast", ["count"], ["float_count"], to=T.FLOAT),
            h.make_node("Div", ["float_sum", "float_count"], ["mean"]),
            h.make_node("Neg", ["mean"], ["negative"]),
            h.make_node("Concat", ["mean", "negative"], ["logits"], axis=1),
        ],
        [value("input_ids", T.INT64, 2, 8), value("attention_mask", T.INT64, 2, 8)],
        [value("logits", T.FLOAT, 2, 2)],
        [constant("axis", [1], np.int64)])


def misdeclared():
    """Promises as many columns as x has and returns those alone that are positive in the first row."""
    save(
        "misdeclared",
        [
            h.make_node("Gather", ["x", "first"], ["row"], axis=0),
            h.make_node("Greater", ["row", "zero"], ["positive"]),
            h.make_node("Compress", ["x", "positive"], ["y"], axis=1),
        ],
        [value("x", T.FLOAT, "batch", "columns")],
        [value("y", T.FLOAT, "batch", "columns")],
        [constant("first", 0, np.int64), constant("zero", 0, np.float32)])


endless()
endless_rows()
allocate()
row_memory()
for name, dtype in [
        ("float32", T.FLOAT), ("float64", T.DOUBLE), ("float16", T.FLOAT16), ("int32", T.INT32), ("int64", T.INT64),
        ("bool", T.BOOL), ("uint8", T.UINT8), ("string", T.STRING)]:
    echo(name, dtype)
strings()
zipmap("zipmap-names", {"classlabels_strings": ["cat", "dog", "owl"]}, T.STRING)
zipmap("zipmap-numbers", {"classlabels_ints": [10, 20, 30]}, T.INT64)
regression()
fixed_batch()
fixed_text()
misdeclared()

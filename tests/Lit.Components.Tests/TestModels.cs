using Lit.Onnx.Models;
using Lit.Types;

namespace Lit.Components;

/// <summary>The ONNX models of tests/Models, loaded as a user would.</summary>
internal static class TestModels
{
    public static string File(params string[] path) => Path.Combine([AppContext.BaseDirectory, "Models", .. path]);

    public static Task<OnnxModel> Penguins() => OnnxModel.LoadAsync(File("penguins-mlp", "model.onnx"), options => options
        .Input(
            "features",
            InputColumn.Number("body_mass_g"),
            InputColumn.Number("culmen_depth_mm"),
            InputColumn.Number("culmen_length_mm"),
            InputColumn.Number("flipper_length_mm"),
            InputColumn.OneHot("island", ["Biscoe", "Dream", "Torgersen"]),
            InputColumn.OneHot("sex", ["Female", "Male"]))
        .Output("logits", "probas", new MulticlassPreds { Vocab = ["Adelie", "Chinstrap", "Gentoo"] }, OutputActivation.Softmax));

    /// <summary>The same model, fed with all nine numbers as one field.</summary>
    public static Task<OnnxModel> PenguinRows() => OnnxModel.LoadAsync(File("penguins-mlp", "model.onnx"));

    public static Task<OnnxModel> Fashion() => OnnxModel.LoadAsync(File("fashion-cnn", "model.onnx"));

    public static Task<TextClassifier> Reviews() => TextClassifier.LoadAsync(
        File("review-sentiment", "model.onnx"), File("review-sentiment", "tokenizer.json"), ["negative", "positive"]);
}

using System.Security.Cryptography;
using System.Text;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;
using Lit.Onnx.Tokenizers;
using Lit.Types;
using Lit.Types.Json;

namespace Lit.Onnx.Models;

/// <summary>A text that changes when the answers of a model could.</summary>
internal static class ModelIdentity
{
    /// <summary>Hashes the file, the weights beside it, the specs and whatever else decides about answers.</summary>
    /// <param name="file">The model.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="output">What it predicts.</param>
    /// <param name="settings">Further settings, each in a form that differs when it does.</param>
    public static string Of(OnnxFile file, Spec input, Spec output, IEnumerable<string> settings)
    {
        string[] parts =
        [
            file.ContentHash,
            .. ExternalFiles(file),
            LitJson.Write(input),
            LitJson.Write(output),
            .. settings,
        ];
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        return $"onnx:{Convert.ToHexStringLower(hash)}";
    }

    /// <summary>The vocabulary of a tokenizer, how it cuts words, and what it puts around a text.</summary>
    public static IEnumerable<string> Of(Tokenizer tokenizer) =>
    [
        $"{(tokenizer as WordPieceTokenizer)?.Options}",
        string.Join(' ', tokenizer.Encode("a", "b").Ids),
        .. Enumerable.Range(0, tokenizer.VocabularySize).Select(id => tokenizer.TokenOf(id) ?? ""),
    ];

    /// <summary>
    /// Name, size and time of change of each file of weights: they may be too large to be read again.
    /// </summary>
    public static IEnumerable<string> ExternalFiles(OnnxFile file) => file.Model.Graph.Initializer
        .Where(tensor => tensor.DataLocation == TensorProto.Types.DataLocation.External)
        .Select(tensor => tensor.ExternalData.FirstOrDefault(entry => entry.Key == "location")?.Value)
        .OfType<string>()
        .Distinct(StringComparer.Ordinal)
        .Select(location => new FileInfo(Path.Combine(file.Folder ?? "", location)))
        .Select(weights => $"{weights.Name} {weights.Length} {weights.LastWriteTimeUtc.Ticks}");
}

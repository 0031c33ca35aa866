using System.Collections.ObjectModel;
using System.Security.Cryptography;
using Google.Protobuf;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>An ONNX model as it lies in its file: checked, not yet changed.</summary>
/// <remarks>
/// Immutable and safe for concurrent use. Nothing is run and no file other than the given one is opened by loading;
/// weights in files of their own are only resolved, and only inside the folder of the model.
/// </remarks>
public sealed class OnnxFile
{
    private OnnxFile(ModelProto model, string name, string? folder, byte[] bytes, OnnxLimits limits)
    {
        Model = model;
        Name = name;
        Folder = folder;
        Limits = limits;
        Opsets = ReadOpsets(model.OpsetImport, name);
        new GraphValidator(this).Validate();
        ContentHash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var constants = model.Graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        Inputs = Array.AsReadOnly(model.Graph.Input.Where(i => !constants.Contains(i.Name)).Select(i => i.Describe()).ToArray());
        Outputs = Array.AsReadOnly(model.Graph.Output.Select(o => o.Describe()).ToArray());
    }

    /// <summary>The path of the file, or the name that the caller gave the bytes.</summary>
    public string Name { get; }

    /// <summary>The folder that weights in files of their own must lie in; null for bytes without one.</summary>
    public string? Folder { get; }

    /// <summary>What a caller has to feed, in order. Constants that older files list as inputs are left out.</summary>
    public IReadOnlyList<OnnxValueInfo> Inputs { get; }

    /// <summary>What the model returns, in order.</summary>
    public IReadOnlyList<OnnxValueInfo> Outputs { get; }

    /// <summary>The version of each operator set by its domain; the standard one is "".</summary>
    public IReadOnlyDictionary<string, long> Opsets { get; }

    /// <summary>The version of the standard operator set; 0 if the model does not import it.</summary>
    public int Opset => (int)Opsets.GetValueOrDefault(string.Empty);

    /// <summary>SHA-256 of the bytes of the file in lower-case hexadecimal: equal models have equal hashes.</summary>
    /// <remarks>Weights in files of their own are not part of it.</remarks>
    public string ContentHash { get; }

    internal ModelProto Model { get; }

    internal OnnxLimits Limits { get; }

    internal ExternalFiles ExternalFiles { get; } = new();

    /// <summary>Reads a model from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">How much it may ask for; null for the defaults.</param>
    /// <exception cref="OnnxModelException">The file is missing, broken, hostile or past a limit.</exception>
    public static OnnxFile Load(string path, OnnxLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        limits ??= OnnxLimits.Default;
        byte[] bytes;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            bytes = new byte[CheckLength(file, path, limits)];
            file.ReadExactly(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, error);
        }

        return Parse(bytes, path, FolderOf(path), limits);
    }

    /// <summary>Reads a model from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">How much it may ask for; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="OnnxModelException">The file is missing, broken, hostile or past a limit.</exception>
    public static ValueTask<OnnxFile> LoadAsync(
        string path,
        OnnxLimits? limits = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return LoadCoreAsync();

        async ValueTask<OnnxFile> LoadCoreAsync()
        {
            limits ??= OnnxLimits.Default;
            byte[] bytes;
            try
            {
                var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, useAsync: true);
                await using (file.ConfigureAwait(false))
                {
                    bytes = new byte[CheckLength(file, path, limits)];
                    await file.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw Unreadable(path, error);
            }

            return Parse(bytes, path, FolderOf(path), limits);
        }
    }

    /// <summary>Reads a model from bytes.</summary>
    /// <param name="bytes">The content of an ONNX file; not to be changed afterwards.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="folder">Where weights in files of their own lie; null if there can be none.</param>
    /// <param name="limits">How much it may ask for; null for the defaults.</param>
    /// <exception cref="OnnxModelException">The bytes are broken, hostile or past a limit.</exception>
    public static OnnxFile Parse(byte[] bytes, string name = "model", string? folder = null, OnnxLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        limits ??= OnnxLimits.Default;
        if (bytes.Length > limits.FileBytes)
        {
            throw TooLong(name, bytes.Length, limits);
        }

        WireScan.Check(bytes, name, limits);
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new OnnxModelException(
                name,
                "file",
                $"expected an ONNX model, found bytes that do not parse ({error.Message.TrimEnd('.')}). "
                + "The file may be cut off: download or export it again.",
                error);
        }

        if (model.Graph is null || (model.Graph.Node.Count == 0 && model.Graph.Output.Count == 0))
        {
            throw new OnnxModelException(name, "file", "expected an ONNX model, found one without a graph.");
        }

        return new OnnxFile(model, name, folder, bytes, limits);
    }

    /// <summary>Writes the model as the bytes of an ONNX file, fields that this library does not know included.</summary>
    public byte[] ToBytes() => Model.ToByteArray();

    private static long CheckLength(FileStream file, string path, OnnxLimits limits) => file.Length <= limits.FileBytes
        ? Math.Min(file.Length, Array.MaxLength)
        : throw TooLong(path, file.Length, limits);

    private static OnnxModelException TooLong(string name, long length, OnnxLimits limits) => new(
        name,
        "file",
        $"expected at most {limits.FileBytes:N0} bytes, found {length:N0}. Raise {nameof(OnnxLimits)}.{nameof(OnnxLimits.FileBytes)} if you trust it.");

    private static OnnxModelException Unreadable(string path, Exception error) => new(
        path,
        "file",
        $"expected a readable ONNX file, found that {error.Message}",
        error);

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    internal static ReadOnlyDictionary<string, long> ReadOpsets(IEnumerable<OperatorSetIdProto> imports, string name)
    {
        var opsets = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var import in imports)
        {
            string domain = Operators.NormalizeDomain(import.Domain);
            if (import.Version is < 0 or > 1_000_000)
            {
                throw new OnnxModelException(name, $"opset of domain '{domain}'", $"expected a version, found {import.Version}.");
            }

            opsets[domain] = Math.Max(opsets.GetValueOrDefault(domain), import.Version);
        }

        return opsets.AsReadOnly();
    }
}

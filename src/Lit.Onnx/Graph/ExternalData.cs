using System.Globalization;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Graph;

/// <summary>Where the values of a tensor lie when they are not in the model file.</summary>
/// <param name="Path">The file, inside the model's folder after links are followed.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">The number of bytes.</param>
internal readonly record struct ExternalData(string Path, long Offset, long Length)
{
    /// <summary>Resolves a reference, which a model is not trusted to make.</summary>
    /// <exception cref="OnnxModelException">It is absolute, leaves the folder, does not exist, or is too short.</exception>
    public static ExternalData Resolve(TensorProto tensor, OnnxFile file, long expectedBytes)
    {
        OnnxModelException Refuse(string reason) => new(file.Name, $"tensor '{tensor.Name}'", reason);

        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in tensor.ExternalData)
        {
            entries[entry.Key] = entry.Value;
        }

        if (file.Folder is null)
        {
            throw Refuse("expected its values inside the model, found a reference to another file; load the model from its path.");
        }

        if (!entries.TryGetValue("location", out string? location) || location.Length == 0 || location.Contains('\0', StringComparison.Ordinal))
        {
            throw Refuse("expected the location of its values, found none.");
        }

        string[] parts = location.Split('/', '\\');
        if (System.IO.Path.IsPathRooted(location) || location.Contains(':', StringComparison.Ordinal) || parts.Contains(".."))
        {
            throw Refuse($"expected a location inside the model's folder, found '{location}'.");
        }

        var (path, fileLength) = file.ExternalFiles.Find(location, Find);
        long offset = Number("offset", 0);
        long length = Number("length", expectedBytes);
        if (offset > fileLength || length > fileLength - offset)
        {
            throw Refuse($"expected {length} bytes from {offset} on in '{location}', found a file of {fileLength} bytes.");
        }

        if (length != expectedBytes)
        {
            throw Refuse($"expected {expectedBytes} bytes for its shape, found a length of {length} in '{location}'.");
        }

        var data = new ExternalData(path, offset, length);
        file.ExternalFiles.Claim(data, tensor.Name);
        return data;

        (string Path, long Length) Find(string location)
        {
            string root = RealPath(file.Folder);
            string path;
            try
            {
                path = RealPath(System.IO.Path.Combine(file.Folder, location));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw Refuse($"expected a readable file '{location}', found that {error.Message}");
            }

            if (!path.StartsWith(root + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw Refuse($"expected a location inside the model's folder, found that the link '{location}' leaves it.");
            }

            var info = new FileInfo(path);
            return info.Exists
                ? (path, info.Length)
                : throw Refuse($"expected the file '{location}' beside the model, found none.");
        }

        long Number(string key, long missing)
        {
            if (!entries.TryGetValue(key, out string? text))
            {
                return missing;
            }

            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                ? number
                : throw Refuse($"expected a whole number as {key} of its values, found '{text}'.");
        }
    }

    /// <summary>Reads the bytes.</summary>
    public byte[] Read()
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        file.Position = Offset;
        byte[] bytes = new byte[Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The path with every link on the way followed.</summary>
    private static string RealPath(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        string real = System.IO.Path.GetPathRoot(full)!;
        int links = 0;
        var rest = new Stack<string>(full[real.Length..].Split(System.IO.Path.DirectorySeparatorChar).Reverse());
        while (rest.TryPop(out string? part))
        {
            if (part.Length == 0)
            {
                continue;
            }

            string next = System.IO.Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (info.LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > 40)
            {
                throw new IOException("there are too many links.");
            }

            string resolved = System.IO.Path.GetFullPath(target, real);
            real = System.IO.Path.GetPathRoot(resolved)!;
            foreach (string piece in resolved[real.Length..].Split(System.IO.Path.DirectorySeparatorChar).Reverse())
            {
                rest.Push(piece);
            }
        }

        return real.TrimEnd(System.IO.Path.DirectorySeparatorChar);
    }
}

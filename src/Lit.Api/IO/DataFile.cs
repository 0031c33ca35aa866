namespace Lit.Api.IO;

/// <summary>Opens files to read, and replaces them as a whole when they are written.</summary>
internal static class DataFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>The name of a file without its folder and its extension.</summary>
    public static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    public static FileStream OpenRead(string path)
        => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Writes a file beside its place and moves it there once it is whole.</summary>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        string draft = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
            }

            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}

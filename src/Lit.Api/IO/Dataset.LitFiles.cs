using Lit.Api.IO;
using Lit.Types;

namespace Lit.Api;

/// <content>LIT's own files.</content>
public sealed partial class Dataset
{
    /// <summary>Writes the examples with their ids, and the spec, as LIT does: files that either can read.</summary>
    /// <param name="path">The file; <c>.lit.jsonl</c> is added if it does not end so. The spec goes to <c>.spec</c> beside it.</param>
    /// <param name="cancellationToken">Stops writing; files that are there stay.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="LitException">A value has no JSON form.</exception>
    public async Task<string> SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = LitFile.Name(path);
        await LitFile.WriteAsync(this, file, cancellationToken).ConfigureAwait(false);
        return file;
    }

    /// <summary>Reads a file of <see cref="SaveAsync"/> or of LIT, with or without ids.</summary>
    /// <param name="path">The file; <c>.lit.jsonl</c> is added if it does not end so.</param>
    /// <exception cref="LitException">A row does not fit; the message says which and why.</exception>
    /// <exception cref="FileNotFoundException">There is no such file, or no spec beside it.</exception>
    public static Task<Dataset> LoadAsync(string path) => LoadAsync(path, new ReadOptions());

    /// <summary>Reads a file of <see cref="SaveAsync"/> or of LIT, with or without ids.</summary>
    /// <param name="path">The file; <c>.lit.jsonl</c> is added if it does not end so.</param>
    /// <param name="options">What happens to rows that do not fit; fields that the spec does not have are kept.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LitException">A row does not fit; the message says which and why.</exception>
    /// <exception cref="FileNotFoundException">There is no such file, or no spec beside it.</exception>
    public static Task<Dataset> LoadAsync(string path, ReadOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        string file = LitFile.Name(path);
        string name = Path.GetFileName(file)[..^".lit.jsonl".Length];
        return LitFile.ReadAsync(file, options with { Name = options.Name ?? name }, cancellationToken);
    }
}

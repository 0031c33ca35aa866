using Lit.Api.IO;
using Lit.Types;

namespace Lit.Api;

/// <content>Files with a JSON object a line.</content>
public sealed partial class Dataset
{
    /// <summary>Reads a file with a JSON object a line as a user's own records.</summary>
    /// <typeparam name="T">The record; its fields are the members of the objects, in any order.</typeparam>
    /// <param name="path">The file, in UTF-8.</param>
    /// <returns>The rows in order; members <c>_id</c> and <c>_meta</c> give their ids and where they came from.</returns>
    /// <exception cref="LitException">A row does not fit; the message says which and why.</exception>
    public static Task<Dataset> FromJsonLinesAsync<T>(string path)
        where T : ILitRecord<T>
        => FromJsonLinesAsync(T.LitSpec, path, new());

    /// <summary>Reads a file with a JSON object a line as a user's own records.</summary>
    /// <typeparam name="T">The record; its fields are the members of the objects, in any order.</typeparam>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="options">What happens to rows that do not fit.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The rows in order.</returns>
    /// <exception cref="LitException">A row does not fit; the message says which and why.</exception>
    public static Task<Dataset> FromJsonLinesAsync<T>(
        string path,
        ReadOptions options,
        CancellationToken cancellationToken = default)
        where T : ILitRecord<T>
        => FromJsonLinesAsync(T.LitSpec, path, options, cancellationToken);

    /// <summary>Reads a file with a JSON object a line.</summary>
    /// <param name="spec">The fields, which are the members of the objects, in any order.</param>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="options">What happens to rows that do not fit.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The rows in order; blank lines are none.</returns>
    /// <exception cref="LitException">A row does not fit; the message says which and why.</exception>
    public static async Task<Dataset> FromJsonLinesAsync(
        Spec spec,
        string path,
        ReadOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        var stream = DataFile.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            var named = options with { Name = options.Name ?? DataFile.NameOf(path) };
            return await FromJsonLinesAsync(spec, stream, named, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a stream with a JSON object a line.</summary>
    /// <param name="spec">The fields, which are the members of the objects, in any order.</param>
    /// <param name="stream">The stream, read to its end and left open.</param>
    /// <param name="options">The name, and what happens to rows that do not fit.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The rows in order.</returns>
    /// <exception cref="LitException">A row does not fit; the message says which and why.</exception>
    public static Task<Dataset> FromJsonLinesAsync(
        Spec spec,
        Stream stream,
        ReadOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        return new JsonLineRows(spec, options, "").ReadAsync(stream, cancellationToken);
    }

    /// <summary>Writes a file with a JSON object a line, which <see cref="FromJsonLinesAsync(Spec, string, ReadOptions, CancellationToken)"/> reads back.</summary>
    /// <param name="path">The file; one that is there is replaced once the new one is whole.</param>
    /// <param name="cancellationToken">Stops writing; a file that is there stays.</param>
    /// <exception cref="LitException">A number is not finite, or a value has no JSON form.</exception>
    public Task WriteJsonLinesAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DataFile.WriteAsync(path, stream => WriteJsonLinesAsync(stream, cancellationToken));
    }

    /// <summary>Writes a JSON object a line to a stream.</summary>
    /// <param name="stream">The stream, left open.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <remarks>Ids that were given and known origins are written as <c>_id</c> and <c>_meta</c>.</remarks>
    /// <exception cref="LitException">A number is not finite, or a value has no JSON form.</exception>
    public Task WriteJsonLinesAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return JsonLineWriter.WriteAsync(this, stream, cancellationToken);
    }
}

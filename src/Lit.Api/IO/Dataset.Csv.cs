using Lit.Api.IO;
using Lit.Types;

namespace Lit.Api;

/// <content>CSV files.</content>
public sealed partial class Dataset
{
    /// <summary>Reads a CSV file of a user's own records.</summary>
    /// <typeparam name="T">The record; its fields are the columns, in any order.</typeparam>
    /// <param name="path">The file: UTF-8, or UTF-16 or UTF-32 with a byte order mark; the first row has the names.</param>
    /// <returns>The rows in order; a column <c>_id</c> gives their ids.</returns>
    /// <exception cref="LitException">A column is missing or unknown, or a row does not fit; the message says which and why.</exception>
    public static Task<Dataset> FromCsvAsync<T>(string path)
        where T : ILitRecord<T>
        => FromCsvAsync(T.LitSpec, path, new());

    /// <summary>Reads a CSV file of a user's own records.</summary>
    /// <typeparam name="T">The record; its fields are the columns, in any order.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="options">The separator, and what happens to rows that do not fit.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The rows in order; a column <c>_id</c> gives their ids.</returns>
    /// <exception cref="LitException">A column is missing or unknown, or a row does not fit; the message says which and why.</exception>
    public static Task<Dataset> FromCsvAsync<T>(string path, CsvOptions options, CancellationToken cancellationToken = default)
        where T : ILitRecord<T>
        => FromCsvAsync(T.LitSpec, path, options, cancellationToken);

    /// <summary>Reads a CSV file.</summary>
    /// <param name="spec">The fields, which are the columns, in any order.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">The separator, and what happens to rows that do not fit.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The rows in order; a column <c>_id</c> gives their ids.</returns>
    /// <remarks>
    /// Numbers are written as in C#, truth values as true and false, lists, tensors and other values as JSON, several labels
    /// with the separator of their field between them. A cell with nothing in it, not even quotes, is null where the field is
    /// optional, and an empty text else.
    /// </remarks>
    /// <exception cref="LitException">A column is missing or unknown, or a row does not fit; the message says which and why.</exception>
    public static async Task<Dataset> FromCsvAsync(
        Spec spec,
        string path,
        CsvOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var stream = DataFile.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            return await FromCsvAsync(spec, stream, options with { Name = options.Name ?? DataFile.NameOf(path) }, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Reads CSV from a stream.</summary>
    /// <param name="spec">The fields, which are the columns, in any order.</param>
    /// <param name="stream">The stream, read to its end and left open.</param>
    /// <param name="options">The name, the separator, and what happens to rows that do not fit.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The rows in order.</returns>
    /// <exception cref="LitException">A column is missing or unknown, or a row does not fit; the message says which and why.</exception>
    public static Task<Dataset> FromCsvAsync(
        Spec spec,
        Stream stream,
        CsvOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        return new CsvRows(spec, options, "").ReadAsync(stream, cancellationToken);
    }

    /// <summary>Writes a CSV file, which <see cref="FromCsvAsync(Spec, string, CsvOptions, CancellationToken)"/> reads back.</summary>
    /// <param name="path">The file; one that is there is replaced once the new one is whole.</param>
    /// <param name="cancellationToken">Stops writing; a file that is there stays.</param>
    /// <exception cref="LitException">A field that is not optional has no value, or a value cannot be written.</exception>
    public Task WriteCsvAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DataFile.WriteAsync(path, stream => WriteCsvAsync(stream, ',', cancellationToken));
    }

    /// <summary>Writes CSV to a stream.</summary>
    /// <param name="stream">The stream, left open.</param>
    /// <param name="separator">What stands between the cells.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <remarks>
    /// The columns are the fields of the spec, after a column <c>_id</c> if any example has an id of its own. Fields beyond
    /// the spec and where examples came from are not written; JSON lines keep both.
    /// </remarks>
    /// <exception cref="LitException">A field that is not optional has no value, or a value cannot be written.</exception>
    public Task WriteCsvAsync(Stream stream, char separator, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return CsvRowWriter.WriteAsync(this, stream, separator, cancellationToken);
    }
}

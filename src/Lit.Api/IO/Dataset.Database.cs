using System.Data.Common;
using Lit.Api.IO;
using Lit.Types;

namespace Lit.Api;

/// <content>Databases.</content>
public sealed partial class Dataset
{
    /// <summary>Reads the rows of a query as a user's own records.</summary>
    /// <typeparam name="T">The record; its fields are the columns, in any order.</typeparam>
    /// <param name="reader">The query's result, read to its end and left open.</param>
    /// <param name="options">The name, and what happens to rows that do not fit.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The rows in order; a column <c>_id</c> gives their ids.</returns>
    /// <exception cref="LitException">A column is missing or unknown, or a row does not fit; the message says which and why.</exception>
    public static Task<Dataset> FromDatabaseAsync<T>(
        DbDataReader reader,
        ReadOptions options,
        CancellationToken cancellationToken = default)
        where T : ILitRecord<T>
        => FromDatabaseAsync(T.LitSpec, reader, options, cancellationToken);

    /// <summary>Reads the rows of a query.</summary>
    /// <param name="spec">The fields, which are the columns, in any order.</param>
    /// <param name="reader">The query's result, read to its end and left open.</param>
    /// <param name="options">The name, and what happens to rows that do not fit.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The rows in order; a column <c>_id</c> gives their ids.</returns>
    /// <remarks>
    /// A number fits a field of numbers, 0 and 1 fit a truth value, and a text fits lists, tensors and other values as their
    /// JSON.
    /// </remarks>
    /// <exception cref="LitException">A column is missing or unknown, or a row does not fit; the message says which and why.</exception>
    public static Task<Dataset> FromDatabaseAsync(
        Spec spec,
        DbDataReader reader,
        ReadOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(options);
        return DbRows.ReadAsync(spec, reader, options, cancellationToken);
    }
}

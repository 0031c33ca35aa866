namespace Lit.Api.IO;

/// <summary>How rows are read from a file or a database, and what happens to those that do not fit their spec.</summary>
public record ReadOptions
{
    /// <summary>The name of the dataset, for messages and results.</summary>
    /// <value>Null by default: the name of the file without its extension.</value>
    public string? Name { get; init; }

    /// <summary>Is told of each row that does not fit; the row is left out and the rest goes on.</summary>
    /// <value>Null by default: the first row that does not fit ends the reading with an exception.</value>
    /// <example><code>
    /// List&lt;RowError&gt; errors = [];
    /// var reviews = await Dataset.FromCsvAsync&lt;Review&gt;(path, new CsvOptions { OnBadRow = errors.Add });
    /// </code></example>
    public Action<RowError>? OnBadRow { get; init; }

    /// <summary>Whether fields that the spec does not have are left out.</summary>
    /// <value>False by default: such a field is an error.</value>
    public bool IgnoreExtraFields { get; init; }

    /// <summary>Whether messages quote what was found; leave it off where texts are private.</summary>
    /// <value>False by default.</value>
    public bool ShowValues { get; init; }

    /// <summary>The longest row in bytes, a guard against broken and hostile files.</summary>
    /// <value>64 MiB by default.</value>
    public int MaxRowBytes { get; init; } = 64 << 20;
}

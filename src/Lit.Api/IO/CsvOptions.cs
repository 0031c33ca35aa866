namespace Lit.Api.IO;

/// <summary>How a CSV file is read; the first row has the names of the fields.</summary>
public sealed record CsvOptions : ReadOptions
{
    /// <summary>What stands between the cells.</summary>
    /// <value>A comma by default.</value>
    public char Separator { get; init; } = ',';
}

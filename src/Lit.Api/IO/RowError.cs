using Lit.Types;

namespace Lit.Api.IO;

/// <summary>A row that does not fit its spec.</summary>
/// <param name="Source">The dataset.</param>
/// <param name="Row">The row, counted from 0; the header is none.</param>
/// <param name="Line">The line of the file on which the row starts, counted from 1; 0 where there are no lines.</param>
/// <param name="Mismatches">What is wrong, field by field.</param>
public sealed record RowError(string Source, long Row, long Line, IReadOnlyList<SpecMismatch> Mismatches)
{
    /// <summary>The error as a sentence without its full stop: dataset, row, line, and each field with what was expected and found.</summary>
    public override string ToString()
        => $"{Place(Source)}, row {Row}{(Line > 0 ? $" (line {Line})" : "")}: {string.Join("; ", Mismatches)}";

    /// <summary>A dataset at the start of a message.</summary>
    internal static string Place(string source) => source.Length == 0 ? "Dataset" : $"Dataset '{source}'";
}

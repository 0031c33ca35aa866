using Lit.Types;

namespace Lit.Api.IO;

/// <summary>Fills a table with the rows that fit, and tells of the others.</summary>
internal sealed class RowTable
{
    /// <summary>Stands for the column of the ids.</summary>
    public const int IdColumn = -2;

    private readonly ReadOptions _options;
    private readonly ExampleTableBuilder _table;
    private readonly List<SpecMismatch> _mismatches = [];

    public RowTable(Spec spec, ReadOptions options, string source)
    {
        _options = options;
        _table = new(spec);
        Source = options.Name ?? source;
        Fields = [.. spec.Select(field => FieldReader.For(field.Key, field.Value, options.ShowValues))];
    }

    /// <summary>The name of the dataset.</summary>
    public string Source { get; }

    /// <summary>The readers, in the order of the spec.</summary>
    public FieldReader[] Fields { get; }

    /// <summary>The rows so far, those that do not fit among them.</summary>
    public long Row { get; private set; }

    public bool IgnoresExtraFields => _options.IgnoreExtraFields;

    /// <summary>Takes note of what is wrong with the open row.</summary>
    public void Fail(SpecMismatch? mismatch)
    {
        if (mismatch is not null)
        {
            _mismatches.Add(mismatch);
        }
    }

    /// <summary>Ends the row: appends it if all its fields fit.</summary>
    /// <exception cref="LitException">The row does not fit, and the caller did not ask to go on.</exception>
    public void EndRow(long line, string? id, Provenance? meta)
    {
        if (_mismatches.Count == 0)
        {
            for (int i = 0; i < Fields.Length; i++)
            {
                Fields[i].Append(_table, i);
            }

            _table.EndRow(id, meta);
        }
        else
        {
            Report(new(Source, Row, line, [.. _mismatches]));
            _mismatches.Clear();
        }

        Row++;
    }

    public Dataset Build() => new(_table.Build(), Source, "");

    /// <summary>Pairs columns with the fields of the spec.</summary>
    /// <returns>For each column the position of its field; -1 for one to pass over, or <see cref="IdColumn"/>.</returns>
    /// <exception cref="LitException">A column is missing, is not in the spec, or occurs twice.</exception>
    public int[] Match(IReadOnlyList<string> columns)
    {
        int[] fields = new int[columns.Count];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = columns[i] == ExampleId.IdField ? IdColumn : Array.FindIndex(Fields, field => field.Field == columns[i]);
            if (fields[i] == -1 && !_options.IgnoreExtraFields)
            {
                throw new LitException(
                    $"{RowError.Place(Source)}: expected the columns {Names()}; found '{columns[i]}' too. Add it to the spec, or set "
                    + "IgnoreExtraFields.");
            }

            if (fields[i] >= 0 && Array.IndexOf(fields, fields[i], 0, i) >= 0)
            {
                throw new LitException($"{RowError.Place(Source)}: expected every column once; found '{columns[i]}' twice.");
            }
        }

        for (int i = 0; i < Fields.Length; i++)
        {
            if (Array.IndexOf(fields, i) < 0 && Fields[i].ReadMissing() is not null)
            {
                throw new LitException(
                    $"{RowError.Place(Source)}: expected the columns {Names()}; found {(columns.Count == 0 ? "no header" : string.Join(", ", columns))}"
                    + $", without '{Fields[i].Field}'.");
            }
        }

        return fields;
    }

    private string Names() => string.Join(", ", Fields.Select(field => field.Field));

    private void Report(RowError error)
    {
        if (_options.OnBadRow is null)
        {
            throw new LitException($"{error}. Mend the row, or set OnBadRow to leave out such rows and go on.");
        }

        _options.OnBadRow(error);
    }
}

using CsvHelper;
using Lit.Types;

namespace Lit.Api.IO;

/// <summary>Reads CSV straight into columns.</summary>
internal sealed class CsvRows
{
    private const int RowsBetweenChecks = 1024;

    private readonly RowTable _table;
    private readonly CsvOptions _options;
    private readonly Queue<CsvMalformedRecord> _malformed = new();
    private int[] _fields = [];

    public CsvRows(Spec spec, CsvOptions options, string source)
    {
        _table = new(spec, options, source);
        _options = options;
    }

    public async Task<Dataset> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var options = new CsvReaderOptions
        {
            Separator = _options.Separator,
            TrackLineNumbers = true,
            MaxRecordSize = _options.MaxRowBytes,
            MalformedData = CsvMalformedDataHandling.Recover,
            OnMalformedRecord = _malformed.Enqueue,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
        };
        var reader = CsvReader.Create(stream, options, leaveOpen: true);
        await using (reader.ConfigureAwait(false))
        {
            try
            {
                await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
                _fields = _table.Match(reader.Headers);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    ReadRow(reader);
                    if (_table.Row % RowsBetweenChecks == 0)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                    }
                }
            }
            catch (CsvFormatException exception)
            {
                throw new LitException(
                    $"{RowError.Place(_table.Source)}, row {_table.Row}: expected a row of at most {_options.MaxRowBytes} bytes; found none. "
                    + $"{exception.Message}",
                    exception);
            }
        }

        return _table.Build();
    }

    private void ReadRow(CsvReader reader)
    {
        string? id = null;
        if (TryTakeMalformed(reader.RowNumber + 1, out var reason))
        {
            _table.Fail(new("row", "quotes around a whole cell, and doubled within it", reason));
        }
        else if (reader.FieldCount != _fields.Length)
        {
            _table.Fail(new("row", $"{_fields.Length} cells, as in the header", $"{reader.FieldCount}"));
        }
        else
        {
            for (int i = 0; i < _fields.Length; i++)
            {
                int field = _fields[i];
                if (field >= 0)
                {
                    var cell = reader.GetSpan(i);
                    var target = _table.Fields[field];
                    _table.Fail(cell.IsEmpty && reader.GetRawSpan(i).IsEmpty ? target.ReadEmptyCell() : target.ReadCell(cell));
                }
                else if (field == RowTable.IdColumn)
                {
                    id = reader.GetString(i);
                }
            }
        }

        _table.EndRow(reader.LineNumber, id, null);
    }

    /// <summary>What the CSV reader says of the quotes of a record, counted with the header from 1.</summary>
    private bool TryTakeMalformed(long record, out string reason)
    {
        reason = "";
        while (_malformed.TryPeek(out var malformed) && malformed.RecordNumber <= record)
        {
            _malformed.Dequeue();
            if (malformed.RecordNumber == record)
            {
                reason = malformed.Reason switch
                {
                    CsvMalformedReason.StrayQuote => "a quote within a cell that does not start with one",
                    CsvMalformedReason.TextAfterClosingQuote => "text after the closing quote",
                    CsvMalformedReason.UnterminatedQuote => "a quote that is never closed, so the row reaches to the end of the file",
                    _ => malformed.Reason.ToString(),
                };
            }
        }

        return reason.Length > 0;
    }
}

using System.Data.Common;
using System.Globalization;
using Lit.Types;

namespace Lit.Api.IO;

/// <summary>Reads the rows of a query into columns.</summary>
internal static class DbRows
{
    public static async Task<Dataset> ReadAsync(
        Spec spec,
        DbDataReader reader,
        ReadOptions options,
        CancellationToken cancellationToken)
    {
        var table = new RowTable(spec, options, "");
        int[] fields = table.Match([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            string? id = null;
            for (int i = 0; i < fields.Length; i++)
            {
                if (fields[i] >= 0)
                {
                    table.Fail(table.Fields[fields[i]].ReadValue(reader.GetValue(i)));
                }
                else if (fields[i] == RowTable.IdColumn)
                {
                    id = Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture);
                }
            }

            table.EndRow(0, id, null);
        }

        return table.Build();
    }
}

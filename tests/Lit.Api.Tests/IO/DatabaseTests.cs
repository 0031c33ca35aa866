using System.Numerics.Tensors;
using Lit.Types;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Lit.Api.IO;

public sealed class DatabaseTests
{
    private static readonly Spec Spec = new()
    {
        ["text"] = new TextSegment(),
        ["label"] = new CategoryLabel { Vocab = ["neg", "pos"] },
        ["rating"] = new Scalar(),
        ["year"] = new Integer(),
        ["is_long"] = new BooleanLitType(),
        ["vector"] = new Embeddings { Required = false },
    };

    [Test]
    public async Task Rows_of_a_query_become_examples()
    {
        var dataset = await ReadAsync(
            "SELECT 'r1' AS _id, 'a' AS text, 'pos' AS label, 3 AS rating, 1999 AS year, 1 AS is_long, '[1, 2]' AS vector"
            + " UNION ALL SELECT 'r2', 'b', 'neg', 2.5, 2000, 0, NULL",
            new());

        Assert.That(dataset.Select(row => row.Id), Is.EqualTo(new[] { "r1", "r2" }));
        Assert.That(dataset.Select(row => row["rating"]), Is.EqualTo(new object[] { 3.0, 2.5 }));
        Assert.That(dataset.Select(row => row["is_long"]), Is.EqualTo(new object[] { true, false }));
        Assert.That(dataset[0].Get<Tensor<float>>("vector").ToArray(), Is.EqualTo(new[] { 1f, 2f }));
        Assert.That(dataset[1]["vector"], Is.Null);
    }

    [TestCase("1, 'pos', 1, 1, 1, NULL", "text: expected a text, found Int64")]
    [TestCase("'a', 'x', 1, 1, 1, NULL", "label: expected one of [neg, pos], found another text of 1 characters")]
    [TestCase("'a', 'pos', 'x', 1, 1, NULL", "rating: expected a finite number, found String")]
    [TestCase("'a', 'pos', 9e999, 1, 1, NULL", "rating: expected a finite number, found Infinity")]
    [TestCase("'a', 'pos', NULL, 1, 1, NULL", "rating: expected a value, found null")]
    [TestCase("'a', 'pos', 1, 1.5, 1, NULL", "year: expected a whole number, found Double")]
    [TestCase("'a', 'pos', 1, 1, 2, NULL", "is_long: expected true or false, found Int64")]
    [TestCase("'a', 'pos', 1, 1, 1, 'x'", "vector: expected the JSON of a Embeddings, found another text of 1 characters")]
    public async Task A_row_that_does_not_fit_is_told(string row, string mismatch)
    {
        List<RowError> errors = [];

        var dataset = await ReadAsync(
            "SELECT 'ok' AS text, 'pos' AS label, 1 AS rating, 1 AS year, 1 AS is_long, NULL AS vector UNION ALL SELECT " + row,
            new() { Name = "films", OnBadRow = errors.Add });

        Assert.That(errors.Single().ToString(), Is.EqualTo($"Dataset 'films', row 1: {mismatch}"));
        Assert.That(dataset, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_query_without_a_column_is_refused() => Assert.That(
        Assert.ThrowsAsync<LitException>(() => ReadAsync("SELECT 'a' AS text", new())).Result!.Message,
        Is.EqualTo("Dataset: expected the columns text, label, rating, year, is_long, vector; found text, without 'label'."));

    private static async Task<Dataset> ReadAsync(string query, ReadOptions options)
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the queries are those of these tests
        command.CommandText = query;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        return await Dataset.FromDatabaseAsync(Spec, reader, options);
    }
}

using System.Text.Json;
using Lit.Types;

namespace Lit.Onnx.Tokenizers;

/// <summary>A value in a JSON file with its path, so that every complaint can say where.</summary>
internal readonly record struct JsonPlace(string File, string Path, JsonElement Value)
{
    private const long LargestFile = 64L << 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <summary>Reads a file whose root is an object.</summary>
    public static async Task<JsonDocument> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var stream = System.IO.File.OpenRead(file);
        await using (stream.ConfigureAwait(false))
        {
            if (stream.Length > LargestFile)
            {
                throw new LitException(
                    $"Expected '{file}' to have at most {LargestFile:N0} bytes; found {stream.Length:N0}. Is it a tokenizer?");
            }

            try
            {
                return await JsonDocument.ParseAsync(stream, Options, cancellationToken).ConfigureAwait(false);
            }
            catch (JsonException exception)
            {
                throw new LitException(
                    $"Expected JSON of at most {Options.MaxDepth} levels in '{file}'; found at line {exception.LineNumber + 1}, "
                    + $"byte {exception.BytePositionInLine}: {exception.Message}",
                    exception);
            }
        }
    }

    /// <summary>The root of a document.</summary>
    public static JsonPlace Root(string file, JsonDocument document)
        => new JsonPlace(file, "$", document.RootElement).Expect(JsonValueKind.Object, "an object");

    /// <summary>A property that may be missing or null.</summary>
    public JsonPlace? Find(string name)
    {
        Expect(JsonValueKind.Object, "an object");
        return Value.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? new(File, $"{Path}.{name}", value)
            : null;
    }

    /// <summary>A property that must be there.</summary>
    public JsonPlace Get(string name)
        => Find(name) ?? throw new LitException($"Expected '{name}' at {Path} in '{File}'; found none. {Advice}");

    public IEnumerable<JsonPlace> Items()
    {
        Expect(JsonValueKind.Array, "an array");
        int index = 0;
        foreach (var item in Value.EnumerateArray())
        {
            yield return new(File, $"{Path}[{index++}]", item);
        }
    }

    public IEnumerable<(string Name, JsonPlace Place)> Properties()
    {
        Expect(JsonValueKind.Object, "an object");
        var place = this;
        foreach (var property in Value.EnumerateObject())
        {
            string name = place.Unescape(() => property.Name);
            yield return (name, new(File, $"{Path}['{Shorten(name)}']", property.Value));
        }
    }

    public string Text()
    {
        var value = Expect(JsonValueKind.String, "a text").Value;
        return Unescape(() => value.GetString()!);
    }

    public int Integer(int least)
        => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out int number) && number >= least
            ? number
            : throw Wrong($"an integer of at least {least}");

    public bool Flag() => Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("true or false"),
    };

    public JsonPlace Expect(JsonValueKind kind, string expected) => Value.ValueKind == kind ? this : throw Wrong(expected);

    /// <summary>An exception that names the place.</summary>
    public LitException Wrong(string expected) => new($"Expected {expected} at {Path} in '{File}'; found {Found()}. {Advice}");

    private const string Advice = "Check that the file is a tokenizer of the WordPiece kind.";

    private string Unescape(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException exception)
        {
            throw new LitException(
                $"Expected UTF-8 and whole surrogate pairs in the texts at {Path} in '{File}'; found a broken character. {Advice}",
                exception);
        }
    }

    private string Found() => Value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Null => "null",
        JsonValueKind.Undefined => "nothing",
        _ => Shorten(Value.GetRawText()),
    };

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}

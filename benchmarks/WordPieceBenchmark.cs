using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Lit.Onnx.Tokenizers;

namespace Lit.Benchmarks;

/// <summary>What a trie on the caller's span is worth, against the textbook's substrings and dictionary.</summary>
/// <remarks>
/// <para>Run: <c>dotnet run -c Release --project benchmarks -- --filter *WordPiece*</c>.</para>
/// <para>The texts are the lines of the file that the environment variable LIT_BENCH_TEXTS names, or invented sentences. All of
/// them are encoded by one thread; the time divided by the megabytes of their UTF-8 gives the rate.</para>
/// </remarks>
[MemoryDiagnoser]
public class WordPieceBenchmark
{
    private const int InventedTexts = 20_000;

    private readonly EncodingBuffer _buffer = new();
    private string[] _texts = [];
    private Dictionary<string, int> _vocabulary = [];
    private WordPieceTokenizer _tokenizer = null!;

    [GlobalSetup]
    public void Setup()
    {
        string[] vocabulary = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "vocab.txt"));
        _tokenizer = WordPieceTokenizer.FromVocabulary(vocabulary, new());
        _vocabulary = vocabulary.Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id);
        _texts = Environment.GetEnvironmentVariable("LIT_BENCH_TEXTS") is { } file ? File.ReadAllLines(file) : Invent(vocabulary);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"// {_texts.Length} texts, {_texts.Sum(Encoding.UTF8.GetByteCount) / 1e6:F2} MB, naive and fast agree: {Check()}"));
    }

    [Benchmark(Baseline = true)]
    public int Substrings()
    {
        int tokens = 0;
        foreach (string text in _texts)
        {
            tokens += Naive(text).Count;
        }

        return tokens;
    }

    /// <summary>Every text becomes an encoding that the caller keeps.</summary>
    [Benchmark]
    public int Encodings()
    {
        int tokens = 0;
        foreach (string text in _texts)
        {
            tokens += _tokenizer.Encode(text).Count;
        }

        return tokens;
    }

    /// <summary>Every text is encoded into the same memory.</summary>
    [Benchmark]
    public int Buffer()
    {
        int tokens = 0;
        foreach (string text in _texts)
        {
            _tokenizer.Encode(text, EncodingOptions.Default, _buffer);
            tokens += _buffer.Count;
        }

        return tokens;
    }

    private bool Check() => _texts.Take(1000).All(text => Naive(text).SequenceEqual(_tokenizer.Encode(text).Ids));

    private List<int> Naive(string text)
    {
        var ids = new List<int> { _vocabulary["[CLS]"] };
        foreach (string word in Words(text.ToLowerInvariant().Normalize(NormalizationForm.FormD)))
        {
            Cut(word, ids);
        }

        ids.Add(_vocabulary["[SEP]"]);
        return ids;
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (char character in text)
        {
            bool single = char.IsPunctuation(character) || char.IsSymbol(character);
            if ((single || char.IsWhiteSpace(character)) && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (single)
            {
                yield return character.ToString();
            }
            else if (!char.IsWhiteSpace(character) && char.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                word.Append(character);
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private void Cut(string word, List<int> ids)
    {
        int first = ids.Count;
        for (int start = 0; start < word.Length;)
        {
            int end = word.Length;
            int id = -1;
            while (end > start && !_vocabulary.TryGetValue((start > 0 ? "##" : "") + word[start..end], out id))
            {
                end--;
            }

            if (end == start)
            {
                ids.RemoveRange(first, ids.Count - first);
                ids.Add(_vocabulary["[UNK]"]);
                return;
            }

            ids.Add(id);
            start = end;
        }
    }

    private static string[] Invent(string[] vocabulary)
    {
        var random = new Random(42);
        string[] words = [.. vocabulary.Where(token => token.Length > 1 && token.All(char.IsAsciiLetter))];
        return [.. Enumerable.Range(0, InventedTexts).Select(_ => string.Join(' ', Enumerable
            .Range(0, random.Next(8, 33))
            .Select(_ => words[random.Next(words.Length)] + (random.Next(4) == 0 ? words[random.Next(words.Length)] : "")))
            + " Café, " + random.Next(10_000) + ".")];
    }
}

using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Lit.Types;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Onnx.Tokenizers;

public sealed class TokenizerFilesTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("lit-tokenizer-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_vocabulary_and_its_config_make_the_tokenizer_that_tokenizer_json_makes()
    {
        string golden = TestFiles.Golden(Path.Combine("Tokenizers", "bert-cased"));
        var tokens = JsonNode.Parse(File.ReadAllBytes(Path.Combine(golden, "tokenizer.json")))!["model"]!["vocab"]!.AsObject()
            .OrderBy(entry => (int)entry.Value!).Select(entry => entry.Key);
        File.WriteAllLines(Path.Combine(_folder, "vocab.txt"), tokens);
        File.WriteAllText(
            Path.Combine(_folder, "tokenizer_config.json"),
            """{"do_lower_case": false, "strip_accents": null, "model_max_length": 6, "cls_token": {"content": "[CLS]"}}""");
        var fromJson = await WordPieceTokenizer.LoadAsync(golden);

        var fromVocabulary = await WordPieceTokenizer.LoadAsync(_folder);

        const string text = "Ein Müder Gärtner, [MASK] careless!";
        Assert.That(fromVocabulary.MaxLength, Is.EqualTo(6));
        Assert.That(fromVocabulary.Encode(text).Count, Is.EqualTo(6));
        Assert.That(
            fromVocabulary.Encode(text, null, EncodingOptions.Default).Ids,
            Is.EqualTo(fromJson.Encode(text, null, EncodingOptions.Default).Ids));
    }

    [TestCase("1000000000000000019884624838656")]
    [TestCase("null")]
    public async Task A_maximum_length_that_stands_for_none_is_none(string length)
    {
        Write("tokenizer_config.json", $$"""{"model_max_length": {{length}}}""");
        Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n");

        Assert.That((await WordPieceTokenizer.LoadAsync(_folder)).MaxLength, Is.Null);
    }

    [Test]
    public async Task Truncation_and_padding_of_the_file_are_the_defaults()
    {
        var tokenizer = await LoadAsync(root =>
        {
            root["truncation"] = JsonNode.Parse("""{"direction": "Left", "max_length": 4, "strategy": "OnlyFirst", "stride": 0}""");
            root["padding"] = JsonNode.Parse(
                """{"strategy": {"Fixed": 6}, "direction": "Left", "pad_to_multiple_of": null, "pad_id": 0, "pad_type_id": 1, "pad_token": "[PAD]"}""");
        });

        Assert.That(tokenizer.DefaultOptions.Truncation, Is.EqualTo(
            new Truncation(4) { Strategy = TruncationStrategy.OnlyFirst, Side = TextEnd.Left }));
        var row = tokenizer.EncodeBatch(["the a the a"])[0];
        Assert.That(row.AttentionMask, Is.EqualTo(new[] { 0, 0, 1, 1, 1, 1 }));
        Assert.That(row.TypeIds, Is.EqualTo(new[] { 1, 1, 0, 0, 0, 0 }));
    }

    [Test]
    public async Task Special_tokens_of_BertProcessing_are_added()
    {
        var tokenizer = await LoadAsync(root => root["post_processor"] = JsonNode.Parse(
            """{"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}"""));

        Assert.That(tokenizer.Encode("the", "a").TypeIds, Is.EqualTo(new[] { 0, 0, 0, 1, 1 }));
    }

    [TestCase("model", """{"type": "BPE", "vocab": {}}""", "Expected 'WordPiece' at $.model.type", "found \"BPE\"")]
    [TestCase("model", "[]", "Expected an object at $.model", "found an array")]
    [TestCase("normalizer", """{"type": "NFC"}""", "Expected 'BertNormalizer' at $.normalizer.type", "found \"NFC\"")]
    [TestCase("normalizer", """{"type": "BertNormalizer", "lowercase": 1}""", "Expected true or false at $.normalizer.lowercase", "found 1")]
    [TestCase("pre_tokenizer", "null", "Expected 'pre_tokenizer' at $", "found none")]
    [TestCase("decoder", """{"type": "ByteLevel"}""", "Expected 'WordPiece' at $.decoder.type", "found \"ByteLevel\"")]
    [TestCase("post_processor", """{"type": "Sequence"}""", "Expected 'TemplateProcessing' or 'BertProcessing' at $.post_processor.type", "\"Sequence\"")]
    [TestCase("post_processor", """{"type": "TemplateProcessing", "single": [], "pair": []}""", "Expected the sequence A once at $.post_processor.single", "an array")]
    [TestCase("added_tokens", """[{"id": -4, "content": "x"}]""", "Expected an integer of at least 0 at $.added_tokens[0].id", "found -4")]
    [TestCase("added_tokens", """[{"id": 1e99, "content": "x"}]""", "Expected an integer of at least 0 at $.added_tokens[0].id", "found 1e99")]
    [TestCase("truncation", """{"max_length": 5, "strategy": "Some"}""", "Expected LongestFirst, OnlyFirst or OnlySecond at $.truncation.strategy", "found \"Some\"")]
    public void A_file_that_does_not_fit_is_refused_with_the_place(string part, string json, string expected, string found)
    {
        var exception = Assert.ThrowsAsync<LitException>(() => LoadAsync(root => root[part] = JsonNode.Parse(json))).Result;

        Assert.That(exception!.Message, Does.Contain(expected).And.Contain(found).And.Contain("tokenizer.json"));
    }

    [TestCase("""{"[UNK]": 0, "x": "y"}""", "Expected an integer of at least 0 at $.model.vocab['x']")]
    [TestCase("""{"[UNK]": 0, "x": 0}""", "Expected an id of its own ('[UNK]' has 0 too) at $.model.vocab['x']")]
    public void A_vocabulary_that_does_not_fit_is_refused_with_the_place(string vocabulary, string expected) => Assert.That(
        Assert.ThrowsAsync<LitException>(() => LoadAsync(root => root["model"]!["vocab"] = JsonNode.Parse(vocabulary))).Result!.Message,
        Does.StartWith(expected));

    [Test]
    public void A_token_with_half_a_surrogate_pair_is_refused_with_the_place()
    {
        Write("tokenizer.json", Base().ToJsonString().Replace("[PAD]", "\\ud83d", StringComparison.Ordinal));

        Assert.That(Message(), Does.StartWith(
            "Expected UTF-8 and whole surrogate pairs in the texts at $.model.vocab in '"));
    }

    [Test]
    public void A_file_that_is_deeper_than_any_tokenizer_is_refused()
    {
        Write("tokenizer.json", string.Concat(Enumerable.Repeat("{\"a\":", 100_000)));

        Assert.That(Message(), Does.StartWith("Expected JSON of at most 32 levels in '").And.Contain("line 1"));
    }

    [Test]
    public void A_file_that_is_not_there_is_refused()
        => Assert.That(Message(), Does.StartWith("Expected a tokenizer.json or a vocab.txt in the folder '"));

    [Test]
    public void A_vocabulary_in_another_encoding_is_refused_with_the_line()
    {
        File.WriteAllBytes(Path.Combine(_folder, "vocab.txt"), [.. "[PAD]\n[UNK]\n"u8, 0xfc, (byte)'\n']);

        Assert.That(Message(), Does.StartWith("Expected UTF-8 in '").And.Contain("vocab.txt"));
    }

    [Property(MaxTest = 300)]
    public Property A_damaged_file_is_read_or_refused_but_never_fails_otherwise() => Prop.ForAll(
        (from position in Gen.Choose(0, 2000)
         from value in Gen.Choose(0, 255)
         from cut in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
         select (position, value, cut)).ToArbitrary(),
        damage =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Base().ToJsonString());
            int position = damage.position % bytes.Length;
            bytes[position] = (byte)damage.value;
            string folder = Directory.CreateTempSubdirectory("lit-tokenizer-").FullName;
            File.WriteAllBytes(Path.Combine(folder, "tokenizer.json"), damage.cut ? bytes[..position] : bytes);
            try
            {
                WordPieceTokenizer.LoadAsync(folder).GetAwaiter().GetResult().Encode("the a");
            }
            catch (LitException exception)
            {
                Assert.That(exception.Message, Does.StartWith("Expected"));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });

    private static JsonObject Base() => JsonNode.Parse(
        """
        {
          "added_tokens": [{"id": 1, "content": "[UNK]", "special": true, "lstrip": false, "normalized": false}],
          "normalizer": {"type": "BertNormalizer", "lowercase": true},
          "pre_tokenizer": {"type": "BertPreTokenizer"},
          "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]}}
          },
          "decoder": {"type": "WordPiece", "prefix": "##"},
          "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "max_input_chars_per_word": 100,
            "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "the": 4, "a": 5, "##b": 6}
          }
        }
        """)!.AsObject();

    private async Task<WordPieceTokenizer> LoadAsync(Action<JsonObject> change)
    {
        var root = Base();
        change(root);
        Write("tokenizer.json", root.ToJsonString());
        return await WordPieceTokenizer.LoadAsync(_folder);
    }

    private string Message() => Assert.ThrowsAsync<LitException>(() => WordPieceTokenizer.LoadAsync(_folder)).Result!.Message;

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}

using System.Numerics.Tensors;
using Lit.Types.Json;
using NUnit.Framework;

namespace Lit.Types;

/// <summary>What a value must be, word for word.</summary>
public sealed class LitTypeCheckTests
{
    [TestCaseSource(nameof(Wrong))]
    public void A_wrong_value_is_told_with_what_was_expected_and_found(LitType type, object? value, string message)
        => Assert.That(type.Check("f", value).Select(mismatch => mismatch.ToString()), Is.EqualTo(new[] { message }));

    [TestCaseSource(nameof(Right))]
    public void A_right_value_passes_the_strict_rules(LitType type, object value)
        => Assert.That(type.Check("f", value, CheckRules.Strict), Is.Empty);

    [TestCaseSource(nameof(WrongIfStrict))]
    public void A_doubtful_value_passes_the_standard_rules_only(LitType type, object value, string message)
    {
        Assert.That(type.Check("f", value), Is.Empty);
        Assert.That(
            type.Check("f", value, CheckRules.Strict).Select(mismatch => mismatch.ToString()), Is.EqualTo(new[] { message }));
    }

    [TestCaseSource(nameof(Forms))]
    public void What_JSON_gives_becomes_the_type_of_the_field(LitType type, string json, object expected)
    {
        object? value = type.Normalize(LitJson.Read(json));

        Assert.That(ValueComparer.Instance.Equals(value, expected), $"{value}");
        Assert.That(value, Is.InstanceOf(type.ValueType));
        Assert.That(type.Check("f", value), Is.Empty);
    }

    [Test]
    public void What_says_something_else_is_left_for_the_check_to_report()
    {
        foreach (var entry in TypeTable.All)
        {
            var strange = new ValueList<object?>([new ValueMap<object?>(), null]);
            Assert.That(entry.Create().Normalize(strange), Is.SameAs(strange), entry.Name);
        }
    }

    [Test]
    public void Every_type_takes_its_own_normalized_default_or_none()
    {
        foreach (var type in TypeTable.All.Select(entry => entry.Create()).Where(type => type.DefaultValue is not null))
        {
            Assert.That(type.Normalize(type.DefaultValue), Is.InstanceOf(type.ValueType), type.WireName);
        }
    }

    [Test]
    public void A_row_or_a_column_of_a_batch_is_checked_like_a_tensor_of_its_own()
    {
        var preds = new MulticlassPreds { Vocab = ["a", "b"] };
        var batch = Tensor.Create([0.5f, 9, 0.25f, 0.75f], [2, 2]);

        Assert.That(preds.Check("probas", Tensor.SqueezeDimension(batch.Slice([1..2, 0..2]), 0)), Is.Empty);
        Assert.That(preds.Check("probas", Tensor.SqueezeDimension(batch.Slice([0..2, 0..1]), 1)), Is.Empty);
        Assert.That(preds.Check("probas", Tensor.SqueezeDimension(batch.Slice([0..2, 1..2]), 1)), Is.Not.Empty);
    }

    private static IEnumerable<TestCaseData> Wrong()
    {
        var preds = new MulticlassPreds { Vocab = ["a", "b"] };
        yield return Case(new TextSegment(), null, "f: expected text, found null");
        yield return Case(new TextSegment(), 3L, "f: expected text, found the whole number 3");
        yield return Case(new Scalar(), "3", "f: expected a number (double), found text");
        yield return Case(new Integer(), 1.5, "f: expected a whole number (long), found the number 1.5");
        yield return Case(new BooleanLitType(), 1L, "f: expected true or false, found the whole number 1");
        yield return Case(
            new CategoryLabel { Vocab = ["yes", "no"] }, "maybe", "f: expected one of the labels [yes, no], found 'maybe'");
        yield return Case(new PNGBytes(), "data:image/jpeg;base64,", "f: expected a data URL that starts with data:image/png, found another text");
        yield return Case(new Tokens(), new string?[] { "a", null }, "f: expected a list of texts, found null at position 1");
        yield return Case(
            new SparseMultilabel { Vocab = ["a"] }, new[] { "a", "b" }, "f: expected labels among [a], found 'b'");
        yield return Case(
            new TokenTopKPreds(),
            new[] { [new("x", 0.25)], new ScoredText[] { new("a", 0.5), new("b"), new("c", 0.75) } },
            "f: expected scores that never rise, found 0.75 after 0.5 at token 1");
        yield return Case(preds, Tensor.Create([0.5f, 0.25f, 0.25f]), "f: expected 2 probabilities, one for each class, found 3");
        yield return Case(preds, Tensor.Create([0.5f, -1f]), "f: expected probabilities in [0, 1], found -1 for 'b'");
        yield return Case(preds, Tensor.Create([float.NaN, 1f]), "f: expected probabilities in [0, 1], found NaN for 'a'");
        yield return Case(preds, Tensor.Create([0.5, 0.5]), "f: expected Tensor<float>, found Tensor<double> of shape [2]");
        yield return Case(
            preds with { NullIndex = 2 }, Tensor.Create([0.5f, 0.5f]), "f: expected NullIndex below 2, the size of the vocabulary, found 2");
        yield return Case(
            preds with { Vocab = ["a", "a"] }, Tensor.Create([0.5f, 0.5f]), "f: expected a vocabulary of different labels, found [a, a]");
        yield return Case(new TokenGradients(), Tensor.Create([1f, 2f]), "f: expected Tensor<float> of rank 2, found rank 1");
        yield return Case(new ImageGradients(), Tensor.Create([1f, 2f]), "f: expected Tensor<float> of rank 2 or 3, found rank 1");
        yield return Case(
            new SubwordOffsets { AlignIn = "a", AlignOut = "b" },
            new[] { 0, 2, 1 },
            "f: expected positions of 0 or more that never fall, found 1 at position 2");
    }

    private static IEnumerable<TestCaseData> Right()
    {
        yield return Case(new CategoryLabel { Vocab = [] }, "anything");
        yield return Case(new JPEGBytes(), "data:image/jpg;base64,/9j/");
        yield return Case(new MulticlassPreds { Vocab = ["a", "b"] }, Tensor.Create([0.25f, 0.75f]));
        yield return Case(new AttentionHeads { AlignIn = "a", AlignOut = "a" }, Tensor.Create([1f], [1, 1, 1]));
        yield return Case(new GeneratedTextCandidates(), new ScoredText[] { new("hi", 4), new("bye") });
        yield return Case(new SpanLabels { Align = "tokens" }, new[] { new SpanLabel(0, 0), new SpanLabel(1, 3, "x") });
        yield return Case(new TokenSalience { Signed = true }, new TokenSalienceMap(["a"], [-1]));
    }

    private static IEnumerable<TestCaseData> WrongIfStrict()
    {
        yield return Case(new Scalar(), 1.5, "f: expected a number from 0 to 1, found 1.5");
        yield return Case(new Scalar(), double.NaN, "f: expected a number from 0 to 1, found NaN");
        yield return Case(new Integer(), 40_000L, "f: expected a number from -32768 to 32767, found 40000");
        yield return Case(new Embeddings(), Tensor.Create([float.NaN]), "f: expected finite numbers, found one that is not");
        yield return Case(
            new MulticlassPreds { Vocab = ["a", "b"] }, Tensor.Create([0.5f, 0.25f]), "f: expected probabilities whose sum is 1, found the sum 0.75");
        yield return Case(new ImageBytes(), "data:image/png;base64,?", "f: expected a data URL with base64 content, found other content");
        yield return Case(
            new SpanLabels { Align = "tokens" },
            new[] { new SpanLabel(2, 1) },
            "f: expected spans that start at 0 or later and end no earlier than they start, found 2 to 1");
        yield return Case(
            new SparseMultilabelPreds(), new ScoredText[] { new("a", -1) }, "f: expected scores of 0 or more, found a negative one");
        yield return Case(new TokenScores { Align = "t" }, new[] { 1, double.NaN }, "f: expected finite numbers, found NaN at position 1");
        yield return Case(
            new FeatureSalience { Signed = false },
            new FeatureSalienceMap(new() { ["a"] = -1 }),
            "f: expected weights of 0 or more, found a negative one");
    }

    private static IEnumerable<TestCaseData> Forms()
    {
        yield return Case(new Scalar(), "3", 3.0);
        yield return Case(new Integer(), "3.0", 3L);
        yield return Case(new Tokens(), """["a", "b"]""", new ValueList<string>(["a", "b"]));
        yield return Case(new TokenScores { Align = "t" }, "[1, 0.5]", new ValueList<double>([1, 0.5]));
        yield return Case(new Embeddings(), "[1, 0.5]", Tensor.Create([1f, 0.5f]));
        yield return Case(new TokenEmbeddings(), "[[1, 0.5], [0, 2]]", Tensor.Create([1f, 0.5f, 0, 2], [2, 2]));
        yield return Case(new TokenEmbeddings(), "[]", Tensor.Create(Array.Empty<float>(), [0, 0]));
        yield return Case(
            new Embeddings(), """{"__class__": "np.ndarray", "__value__": [1.5, 2]}""", Tensor.Create([1.5f, 2f]));
        yield return Case(
            new ReferenceTexts(), """[["a", 1], {"__class__": "tuple", "__value__": ["b", null]}]""",
            new ValueList<ScoredText>([new("a", 1), new("b")]));
        yield return Case(
            new TokenTopKPreds(), """[[["a", 1]], []]""",
            new ValueList<object?>([new ValueList<ScoredText>([new("a", 1)]), new ValueList<ScoredText>([])]));
        yield return Case(
            new SpanLabels { Align = "t" }, """[{"__class__": "DataTuple", "__name__": "SpanLabel", "start": 0, "end": 1}]""",
            new ValueList<SpanLabel>([new(0, 1)]));
        yield return Case(new SubwordOffsets { AlignIn = "a", AlignOut = "b" }, "[0, 2]", new ValueList<int>([0, 2]));
        yield return Case(new CurveDataPoints(), "[[0, 0.5]]", new ValueList<CurvePoint>([new(0, 0.5)]));
        yield return Case(new SalienceTargetInfo(), """{"field": "probas", "index": 1}""", new SalienceTarget("probas", 1));
    }

    private static TestCaseData Case(params object?[] arguments) => new(arguments);
}

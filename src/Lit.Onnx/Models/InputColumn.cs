using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>One field of the examples as one or more columns of a model's input.</summary>
public abstract record InputColumn
{
    private protected InputColumn(string field)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        Field = field;
    }

    /// <summary>The field.</summary>
    public string Field { get; }

    /// <summary>What the field holds.</summary>
    public abstract LitType Type { get; }

    /// <summary>How many columns it takes.</summary>
    public abstract int Width { get; }

    /// <summary>The label that each of the columns is 1 for; null for a column that is not one of a category's.</summary>
    internal virtual IEnumerable<string?> Labels => [null];

    /// <summary>A number, as it is.</summary>
    /// <param name="field">The field.</param>
    /// <param name="type">What it holds; null for a <see cref="Scalar"/>.</param>
    public static InputColumn Number(string field, Scalar? type = null) =>
        new NumberColumn(field, type ?? new Scalar());

    /// <summary>A truth value: 1 or 0.</summary>
    /// <param name="field">The field.</param>
    public static InputColumn Flag(string field) => new FlagColumn(field);

    /// <summary>A text, for an input of strings.</summary>
    /// <param name="field">The field.</param>
    public static InputColumn Text(string field) => new TextColumn(field);

    /// <summary>A category as its position in the vocabulary: one column.</summary>
    /// <param name="field">The field.</param>
    /// <param name="vocabulary">The labels, in the order of the model's codes.</param>
    public static InputColumn Code(string field, Vocabulary vocabulary) =>
        new CategoryColumn(field, vocabulary, oneHot: false);

    /// <summary>A category as one column for each label: 1 at the label's, 0 elsewhere.</summary>
    /// <param name="field">The field.</param>
    /// <param name="vocabulary">The labels, in the order of the columns.</param>
    public static InputColumn OneHot(string field, Vocabulary vocabulary) =>
        new CategoryColumn(field, vocabulary, oneHot: true);

    /// <summary>Writes one value.</summary>
    /// <param name="value">The value of the field; null if the example has none.</param>
    /// <param name="destination"><see cref="Width"/> numbers.</param>
    /// <returns>Null if the value fits, else what was expected.</returns>
    internal abstract string? Write(object? value, Span<double> destination);

    private sealed record NumberColumn(string Name, Scalar Of) : InputColumn(Name)
    {
        public override LitType Type => Of;

        public override int Width => 1;

        internal override string? Write(object? value, Span<double> destination)
        {
            switch (value)
            {
                case double number:
                    destination[0] = number;
                    return null;
                case long number:
                    destination[0] = number;
                    return null;
                case float number:
                    destination[0] = number;
                    return null;
                case int number:
                    destination[0] = number;
                    return null;
                case null when !Of.Required:
                    destination[0] = double.NaN;
                    return null;
                default:
                    return "a number";
            }
        }
    }

    private sealed record FlagColumn(string Name) : InputColumn(Name)
    {
        public override LitType Type { get; } = new BooleanLitType();

        public override int Width => 1;

        internal override string? Write(object? value, Span<double> destination)
        {
            if (value is not bool flag)
            {
                return "true or false";
            }

            destination[0] = flag ? 1 : 0;
            return null;
        }
    }

    private sealed record TextColumn(string Name) : InputColumn(Name)
    {
        public override LitType Type { get; } = new TextSegment();

        public override int Width => 1;

        internal override string? Write(object? value, Span<double> destination) =>
            "a number: the input takes no texts";
    }

    private sealed record CategoryColumn : InputColumn
    {
        private readonly Vocabulary _vocabulary;
        private readonly bool _oneHot;

        public CategoryColumn(string field, Vocabulary vocabulary, bool oneHot)
            : base(field)
        {
            ArgumentNullException.ThrowIfNull(vocabulary);
            _vocabulary = vocabulary;
            _oneHot = oneHot;
            Type = new CategoryLabel { Vocab = vocabulary };
        }

        public override LitType Type { get; }

        public override int Width => _oneHot ? _vocabulary.Count : 1;

        internal override IEnumerable<string?> Labels => _oneHot ? _vocabulary : base.Labels;

        internal override string? Write(object? value, Span<double> destination)
        {
            int index = value is string label ? _vocabulary.IndexOf(label) : -1;
            if (index < 0)
            {
                return $"one of {_vocabulary}";
            }

            destination.Clear();
            destination[_oneHot ? index : 0] = _oneHot ? 1 : index;
            return null;
        }
    }
}

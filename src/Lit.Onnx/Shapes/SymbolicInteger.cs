using System.Globalization;

namespace Lit.Onnx.Shapes;

/// <summary>A size that may depend on sizes known only at run time: a polynomial in named sizes.</summary>
/// <remarks>Two expressions that are equal as polynomials are equal; what is no polynomial becomes a name of its own.</remarks>
internal sealed class SymbolicInteger : IEquatable<SymbolicInteger>
{
    private const int MaxTerms = 24;
    private const int MaxKeyLength = 512;
    private const int MaxExpressionLength = 4 * MaxKeyLength;
    private const int MaxDegree = 32;

    /// <summary>The numbers up to this one exist once.</summary>
    private const int MaxShared = 16;

    private static readonly SymbolicInteger[] Shared = [.. Enumerable.Range(0, MaxShared + 1).Select(i => Number(i))];

    private readonly SortedDictionary<string, long> _terms;
    private readonly string _key;

    private SymbolicInteger(SortedDictionary<string, long> terms)
    {
        _terms = terms;
        _key = string.Join(" + ", terms.Select(t => t.Key.Length == 0
            ? t.Value.ToString(CultureInfo.InvariantCulture)
            : t.Value == 1 ? t.Key : string.Create(CultureInfo.InvariantCulture, $"{t.Value}·{t.Key}")));
        if (_key.Length == 0)
        {
            _key = "0";
        }

        Constant = terms.Count == 0 ? 0 : terms.Count == 1 && terms.TryGetValue(string.Empty, out long c) ? c : null;
    }

    /// <summary>The number, if it is the same in every run.</summary>
    public long? Constant { get; }

    public bool IsOne => Constant == 1;

    public static implicit operator SymbolicInteger(long value) => value is >= 0 and <= MaxShared ? Shared[value] : Number(value);

    /// <summary>A size with a name; equal names are equal sizes.</summary>
    public static SymbolicInteger Named(string name) => new(new(StringComparer.Ordinal) { [Atom(name)] = 1 });

    public static SymbolicInteger operator +(SymbolicInteger a, SymbolicInteger b)
    {
        var terms = new SortedDictionary<string, long>(a._terms, StringComparer.Ordinal);
        foreach (var (monomial, factor) in b._terms)
        {
            Accumulate(terms, monomial, factor);
        }

        return Bounded(terms, () => $"({a})+({b})");
    }

    public static SymbolicInteger operator -(SymbolicInteger a, SymbolicInteger b) => a + (b * -1);

    public static SymbolicInteger operator *(SymbolicInteger a, SymbolicInteger b)
    {
        if (a._terms.Count * b._terms.Count > MaxTerms * 2)
        {
            return Named($"({a})*({b})");
        }

        var terms = Empty();
        foreach (var (left, factor) in a._terms)
        {
            foreach (var (right, other) in b._terms)
            {
                long product = unchecked(factor * other);
                if (Math.BigMul(factor, other) != product || Join(left, right) is not { } monomial)
                {
                    return Named($"({a})*({b})");
                }

                Accumulate(terms, monomial, product);
            }
        }

        return Bounded(terms, () => $"({a})*({b})");
    }

    /// <summary>The quotient rounded down, as a polynomial where the division is exact.</summary>
    public static SymbolicInteger Divide(SymbolicInteger a, SymbolicInteger b) => b.Constant switch
    {
        0 => Named($"({a})/0"),
        _ when a.Constant is { } x && b.Constant is { } y => (long)Math.Floor((decimal)x / y),
        _ => Exact(a, b) ?? Named($"floor(({a})/({b}))"),
    };

    /// <summary>The quotient if <paramref name="b"/> divides <paramref name="a"/> for all sizes; else null.</summary>
    public static SymbolicInteger? Exact(SymbolicInteger a, SymbolicInteger b)
    {
        if (b._terms.Count != 1)
        {
            return a.Equals(b) ? 1 : null;
        }

        var (divisor, factor) = b._terms.First();
        var terms = Empty();
        foreach (var (monomial, c) in a._terms)
        {
            if (factor == -1 || c % factor != 0 || Cancel(monomial, divisor) is not { } rest)
            {
                return null;
            }

            terms[rest] = c / factor;
        }

        return new(terms);
    }

    /// <summary>The number in a run.</summary>
    /// <param name="sizes">Gives the size with a name; names of what is no polynomial are asked for as a whole.</param>
    public double Evaluate(Func<string, double> sizes)
    {
        double sum = 0;
        foreach (var (monomial, factor) in _terms)
        {
            sum += monomial.Length == 0 ? factor : monomial.Split('·').Aggregate((double)factor, (product, atom) => product * sizes(atom));
        }

        return sum;
    }

    public static SymbolicInteger Min(SymbolicInteger a, SymbolicInteger b) =>
        (a - b).Constant is { } difference ? (difference <= 0 ? a : b) : Named($"min({a}, {b})");

    public static SymbolicInteger Max(SymbolicInteger a, SymbolicInteger b) =>
        (a - b).Constant is { } difference ? (difference >= 0 ? a : b) : Named($"max({a}, {b})");

    public static SymbolicInteger Product(IEnumerable<SymbolicInteger> values) =>
        values.Aggregate((SymbolicInteger)1, (product, value) => product * value);

    public bool Equals(SymbolicInteger? other) => ReferenceEquals(this, other) || (other is not null && _key == other._key);

    public override bool Equals(object? obj) => Equals(obj as SymbolicInteger);

    public override int GetHashCode() => _key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _key;

    private static SymbolicInteger Number(long value)
    {
        var terms = Empty();
        if (value != 0)
        {
            terms[string.Empty] = value;
        }

        return new(terms);
    }

    private static SortedDictionary<string, long> Empty() => new(StringComparer.Ordinal);

    // The separator of a monomial must not occur inside a name.
    private static string Atom(string name)
    {
        string atom = name.Replace('·', '*');
        return atom.Length <= MaxKeyLength ? atom : $"h{Hash(atom):x16}";
    }

    private static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 1099511628211);
        }

        return hash;
    }

    // Products and sums of sums grow without end in a file made for that; past a size an expression is a name.
    private static SymbolicInteger Bounded(SortedDictionary<string, long> terms, Func<string> name)
    {
        if (terms.Count > MaxTerms)
        {
            return Named(name());
        }

        var result = new SymbolicInteger(terms);
        return result._key.Length > MaxExpressionLength ? Named(result._key) : result;
    }

    private static void Accumulate(SortedDictionary<string, long> terms, string monomial, long factor)
    {
        long sum = unchecked(terms.GetValueOrDefault(monomial) + factor);
        if (sum == 0)
        {
            terms.Remove(monomial);
        }
        else
        {
            terms[monomial] = sum;
        }
    }

    /// <summary>The product of two monomials; null if it has too many factors.</summary>
    private static string? Join(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return left + right;
        }

        string[] atoms = [.. left.Split('·'), .. right.Split('·')];
        if (atoms.Length > MaxDegree)
        {
            return null;
        }

        Array.Sort(atoms, StringComparer.Ordinal);
        return string.Join('·', atoms);
    }

    private static string? Cancel(string monomial, string divisor)
    {
        if (divisor.Length == 0)
        {
            return monomial;
        }

        var atoms = monomial.Split('·').ToList();
        foreach (string atom in divisor.Split('·'))
        {
            if (!atoms.Remove(atom))
            {
                return null;
            }
        }

        return string.Join('·', atoms);
    }
}

namespace Lit.Metrics.Text.Tags;

/// <summary>Between which tags spans of a scheme begin, go on and end.</summary>
/// <remarks>
/// A rule is the letter before, the letter here, and whether the types are the same, differ, or do not matter:
/// <c>IB=</c>,
/// <c>II!</c>, <c>*B*</c>. They are those of seqeval's strict mode.
/// </remarks>
internal sealed class StrictRules
{
    private const string AllLetters = "IOBESUL";

    private readonly bool[] _begins;
    private readonly bool[] _goesOn;
    private readonly bool[] _ends;

    private StrictRules(string letters, string begins, string goesOn, string ends)
    {
        Letters = letters;
        _begins = Table(begins);
        _goesOn = Table(goesOn);
        _ends = Table(ends);
    }

    public string Letters { get; }

    public static StrictRules Of(TagScheme scheme) => scheme switch
    {
        TagScheme.Iob1 => new(
            "I, O, B", "OI* II! BI* IB= BB=", "BI= II=", "II! IO* IB* BO* BI! BB="),
        TagScheme.Iob2 => new(
            "I, O, B", "*B*", "BI= II=", "IO* II! IB* BO* BI! BB*"),
        TagScheme.Ioe1 => new(
            "I, O, E", "OI* II! EI* EE=", "II= IE=", "II! IO* IE! EI= EE="),
        TagScheme.Ioe2 => new(
            "I, O, E", "OI* OE* EI* EE* II! IE!", "IE= II=", "E**"),
        TagScheme.Iobes => new(
            "I, O, B, E, S", "*B* *S*", "BI= BE= II= IE=", "S** E**"),
        TagScheme.Bilou => new(
            "B, I, L, O, U", "*B* *U*", "BI= BL= II= IL=", "U** L**"),
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "Expected one of the schemes."),
    };

    public bool Allows(char letter) => AllLetters.Contains(letter, StringComparison.Ordinal)
        && Letters.Contains(letter, StringComparison.Ordinal);

    public bool Begins((char Letter, int Type) before, (char Letter, int Type) tag) => _begins[Cell(before, tag)];

    public bool GoesOn((char Letter, int Type) before, (char Letter, int Type) tag) => _goesOn[Cell(before, tag)];

    public bool Ends((char Letter, int Type) before, (char Letter, int Type) tag) => _ends[Cell(before, tag)];

    private static int Cell((char Letter, int Type) before, (char Letter, int Type) tag)
        => Cell(before.Letter, tag.Letter, before.Type == tag.Type);

    private static int Cell(char before, char letter, bool isSameType)
        => ((before & 31) << 6) | ((letter & 31) << 1) | (isSameType ? 1 : 0);

    private static bool[] Table(string rules)
    {
        bool[] table = new bool[1 << 11];
        foreach (string rule in rules.Split(' '))
        {
            foreach (char before in rule[0] == '*' ? AllLetters : rule[..1])
            {
                foreach (char letter in rule[1] == '*' ? AllLetters : rule.Substring(1, 1))
                {
                    table[Cell(before, letter, true)] |= rule[2] is '=' or '*';
                    table[Cell(before, letter, false)] |= rule[2] is '!' or '*';
                }
            }
        }

        return table;
    }
}

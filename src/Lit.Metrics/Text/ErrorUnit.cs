namespace Lit.Metrics.Text;

/// <summary>What an error rate counts.</summary>
public enum ErrorUnit
{
    /// <summary>Words, all that stands between spaces: the word error rate.</summary>
    Words,

    /// <summary>Code points, spaces between words among them: the character error rate.</summary>
    Characters,
}

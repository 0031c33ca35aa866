using System.Collections.Frozen;

namespace Lit.Onnx.Tokenizers;

/// <summary>Tokens and their ids, both ways.</summary>
internal sealed class TokenVocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<int, string> _tokens;
    private readonly FrozenSet<int> _special;

    /// <param name="tokens">The tokens of the model; belongs to the vocabulary from now on.</param>
    /// <param name="added">Further tokens; an id that is taken gets the added token's text.</param>
    public TokenVocabulary(Dictionary<string, int> tokens, IReadOnlyList<AddedToken> added)
    {
        _ids = tokens;
        _tokens = new(tokens.Count + added.Count);
        foreach (var (token, id) in tokens)
        {
            _tokens[id] = token;
        }

        foreach (var token in added)
        {
            _ids[token.Content] = token.Id;
            _tokens[token.Id] = token.Content;
        }

        _special = added.Where(token => token.Special).Select(token => token.Id).ToFrozenSet();
    }

    public int Count => _tokens.Count;

    public int? IdOf(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    public string? TokenOf(int id) => _tokens.GetValueOrDefault(id);

    public bool IsSpecial(int id) => _special.Contains(id);
}

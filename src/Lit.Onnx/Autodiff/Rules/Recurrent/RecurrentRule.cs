namespace Lit.Onnx.Autodiff.Rules.Recurrent;

/// <summary>What LSTM, GRU and RNN have in common.</summary>
/// <remarks>
/// <para>
/// The hidden states of all steps are outputs of the node, so the gates of all steps are found again with one product of
/// matrices, not step by step. Only the cotangent of the state goes from step to step, in a Scan.
/// </para>
/// <para>The equations are those of the operators' specification; steps behind the end of a sequence pass the state on.</para>
/// </remarks>
internal abstract class RecurrentRule(int gates, string[] activations) : IGradientRule
{
    private static readonly string[] InputNames = ["X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"];

    public string? WhyUnsupported(NodeContext context)
    {
        foreach (int weight in (int[])[1, 2, 3, 7])
        {
            if (context.NeedsGradient(weight))
            {
                return $"its weights {InputNames[weight]} depend on what is differentiated by; only X and the initial states may";
            }
        }

        if (context.Int("layout", 0) != 0)
        {
            return "layout 1 has no rule";
        }

        if (RecurrentNode.HiddenSize(context) is null)
        {
            return "its hidden_size cannot be derived";
        }

        string[] names = RecurrentNode.ActivationNames(context, activations);
        int wanted = activations.Length * (RecurrentNode.Direction(context) == "bidirectional" ? 2 : 1);
        if (names.Length != wanted)
        {
            return $"its attribute activations names {names.Length} functions, not {wanted}";
        }

        return Array.Find(names, n => !RecurrentActivation.IsKnown(n)) is { } unknown
            ? $"its attribute activations names '{unknown}', which has no derivative here"
            : null;
    }

    public void Differentiate(GradientContext context) => Differentiate(new RecurrentNode(context, gates, activations));

    protected abstract void Differentiate(RecurrentNode node);
}

using Lit.Onnx.Autodiff.Bodies;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;

namespace Lit.Onnx.Autodiff.Rules;

/// <summary>A choice between two graphs: the same choice between their gradients, each of which does its branch again.</summary>
internal sealed class IfRule : IGradientRule
{
    public string? WhyUnsupported(NodeContext context) =>
        context.Proto.Body("then_branch") is null || context.Proto.Body("else_branch") is null ? "a branch is missing" : null;

    public void Differentiate(GradientContext context)
    {
        GraphProto[] branches = [context.Proto.Body("then_branch")!, context.Proto.Body("else_branch")!];
        var gradients = branches.Select(b => new BodyGradient(context, context.Graph, b)).ToArray();
        var cotangents = gradients.Select(b => b.Differentiate(
        [
            .. Enumerable.Range(0, context.OutputCount)
                .Where(i => context.OutputGradient(i) is not null && b.IsOutputActive(i))
                .Select(i => (i, b.Builder.Outer(context.OutputGradient(i)!))),
        ])).ToArray();
        string[] captured = [.. cotangents.SelectMany(c => c.Captures.Select(p => p.Value)).Distinct(StringComparer.Ordinal)];
        if (captured.Length == 0)
        {
            return;
        }

        var bodies = new GraphProto[2];
        for (int i = 0; i < bodies.Length; i++)
        {
            var found = cotangents[i].Captures.ToDictionary(p => p.Value, p => p.Cotangent, StringComparer.Ordinal);
            foreach (string value in captured)
            {
                var like = gradients[i].Emitter.Value(value);
                gradients[i].Builder.Return(found.TryGetValue(value, out var known) ? known : gradients[i].Zeros(like));
            }

            bodies[i] = gradients[i].Builder.Finish();
        }

        var results = context.Graph.Add(
            string.Empty,
            "If",
            [context.Input(0)],
            captured.Length,
            NodeArgument.Of("then_branch", bodies[0]),
            NodeArgument.Of("else_branch", bodies[1]));
        for (int i = 0; i < captured.Length; i++)
        {
            context.Graph.Graph.Facts[results[i].Name] = context.Graph.Value(captured[i]).Facts with { Content = null };
            context.AddCapturedGradient(captured[i], results[i]);
        }
    }
}

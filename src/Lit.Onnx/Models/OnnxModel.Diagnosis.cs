using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Diagnosis;
using Lit.Onnx.Programs;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <content>Where NaN and infinity come from.</content>
public partial class OnnxModel
{
    /// <summary>Runs the gradient at an example and finds the first nodes that make NaN or infinity, forward and backward.</summary>
    /// <param name="example">The example.</param>
    /// <param name="request">Which gradient.</param>
    /// <param name="cancellationToken">Ends the run between two operators.</param>
    /// <remarks>Every value is looked at on its way, without the runtime's rewriting of the graph: slower than a gradient by far.</remarks>
    /// <exception cref="LitException">The gradient cannot be had, or the example does not fit the model.</exception>
    public GradientDiagnosis Diagnose(Example example, GradientRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(example);
        if (request is { Target: PerExampleTarget { Choose: var choose } })
        {
            request = request with { Target = choose(example) };
        }

        GradientRun run = Prepare(request);
        EncodedBatch batch = Encoder.Encode([example]);
        TargetFeeds pins = run.Pin(batch, cancellationToken);
        int rows = Encoder.FixedRows ?? 1;
        DifferentiableModel model = _gradients.Model;
        var program = GradientProgramBuilder.Build(model, run.Cut, run.Target.Program);
        return new DiagnosisRun(model.File, new DiagnosisProgram(program), _runtime, (session, runner) =>
        {
            batch.Write(session, runner, rows);
            pins.Write(session, runner, rows);
        }).Run(cancellationToken);
    }

    /// <summary>As <see cref="Diagnose(Example, GradientRequest, CancellationToken)"/>, for the gradient of the predicted class by the first input.</summary>
    /// <param name="example">The example.</param>
    public GradientDiagnosis Diagnose(Example example) => Diagnose(example, new GradientRequest());
}

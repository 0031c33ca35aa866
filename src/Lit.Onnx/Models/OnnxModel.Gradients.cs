using System.Runtime.CompilerServices;
using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Autodiff;
using Lit.Onnx.Programs;
using Lit.Onnx.Runtime;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <content>Gradients, by programs that are made from the model's graph.</content>
public partial class OnnxModel : IGradientModel
{
    private const int Window = 64;

    // Rows times tokens, or rows times numbers, of one run on a CPU; what a row needs grows with the model's width and
    // depth.
    private const int TokensPerRun = 1024;
    private const int NumbersPerRun = 1 << 17;
    private const int MoreOnGpu = 32;

    /// <inheritdoc />
    public IReadOnlyList<GradientInput> GradientInputs => field ??= FindGradientInputs();

    /// <summary>
    /// Says what becomes of each operator between an input and a prediction, without running anything.
    /// </summary>
    /// <param name="input">
    /// The name of one of <see cref="GradientInputs"/> or of any value of the model; null for the first.
    /// </param>
    /// <param name="field">The field of the predictions; null for the first that has a gradient.</param>
    /// <exception cref="LitException">There is no such input or field.</exception>
    public IReadOnlyList<OperatorCoverage> Coverage(string? input = null, string? field = null)
    {
        OutputBinding? output = _fields.OfType<OutputBinding>()
            .FirstOrDefault(output => output.Info.IsFloatingPoint && (field is null || output.Field == field));
        return output is null
            ? throw new LitException(
                $"Expected a field with numbers, of {string.Join(", ", OutputSpec.Keys)}; "
                + $"found '{field}'.")
            : _gradients.Model.Coverage(input, output.Info.Name);
    }

    /// <inheritdoc />
    public Compatibility CheckGradient(GradientRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Target is PerExampleTarget)
        {
            return _gradients.CheckCut(request.Input);
        }

        PinnedTarget? target = PinnedTarget.Find(request.Target, _fields, out SpecMismatch? mismatch);
        return new Compatibility(
            target is null ? [mismatch!] : _gradients.Check(request.Input, target.Program, request));
    }

    /// <inheritdoc />
    public IAsyncEnumerable<InputGradient> GradientsAsync(
        IEnumerable<Example> inputs, GradientRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(request);
        if (request.Target is PerExampleTarget target)
        {
            return PerTarget(
                inputs, target, (part, one) => GradientsAsync(part, request with { Target = one }, cancellationToken), cancellationToken);
        }

        GradientRun run = Prepare(request);
        return Stream(inputs, Window, Rows(run.Cut), run.Gradients, cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<PathIntegral> IntegrateAsync(
        IEnumerable<Example> inputs, PathRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(request);
        if (request.Target is PerExampleTarget target)
        {
            return PerTarget(
                inputs, target, (part, one) => IntegrateAsync(part, request with { Target = one }, cancellationToken), cancellationToken);
        }

        GradientRun run = Prepare(request);
        var (limit, tokens) = Rows(run.Cut, request);
        int steps = request.Rule.Nodes.Count;
        int examples = Encoder.FixedRows is null ? Math.Max(1, limit / steps) : 1;
        return Stream(
            inputs,
            Math.Clamp(examples * 2, 1, Window),
            (examples, tokens is { } budget ? Math.Max(1, budget / steps) : null),
            (batch, token) => new PathRun(run, request, LimitOf(batch, limit, tokens)).Integrate(batch, token),
            cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<IGradientProbe> ProbeAsync(
        Example example, GradientRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(example);
        if (request is { Target: PerExampleTarget { Choose: var choose } })
        {
            request = request with { Target = choose(example) };
        }

        if (request is { Backward: BackwardRule.DeepLift })
        {
            throw new LitException(
                "Expected a backward rule that needs no reference at points of the caller's choosing; found DeepLift. Ask for "
                + $"{nameof(GradientsAsync)} with the reference.");
        }

        GradientRun run = Prepare(request);
        cancellationToken.ThrowIfCancellationRequested();
        var (rows, tokens) = Rows(run.Cut);
        EncodedBatch batch = Encoder.Encode([example]);
        return new(run.Probe(batch, LimitOf(batch, rows, tokens), cancellationToken));
    }

    /// <summary>Foretells how much memory gradients take, without running them.</summary>
    /// <param name="request">The gradient; for a <see cref="PathRequest"/> the integral.</param>
    /// <param name="batch">Examples that run at a time.</param>
    /// <exception cref="LitException">The gradient cannot be had; see <see cref="CheckGradient"/>.</exception>
    /// <exception cref="ModelOutOfMemoryException">The budget of the model is too small for such a batch.</exception>
    public MemoryEstimate EstimateMemory(GradientRequest request, IReadOnlyList<Example> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfZero(batch.Count);
        GradientRun run = Prepare(request);
        EncodedBatch encoded = Encoder.Encode(batch);
        MemoryBudget.Fit fit;
        GradientProgram program;
        if (request is PathRequest path)
        {
            var (rows, tokens) = Rows(run.Cut, path);
            var integrals = new PathRun(run, path, LimitOf(encoded, rows, tokens));
            fit = integrals.Fit(encoded);
            program = integrals.Program(fit.Segments);
        }
        else
        {
            fit = run.Fit(encoded);
            program = _gradients.GradientProgram(run.Cut, run.Target.Program, run.Backward, fit.Segments);
        }

        MemoryPlan plan = program.Memory.Value;
        var sizes = new RunSizes(batch.Count, fit.Steps, run.Side(encoded));
        var (kept, peak) = plan.Evaluate(sizes);
        return new MemoryEstimate
        {
            Weights = plan.Weights,
            Activations = (long)kept,
            Peak = (long)peak,
            Rows = sizes.Rows,
            Segments = fit.Segments,
        };
    }

    private protected GradientEngine Gradients => _gradients;

    internal GradientRun Prepare(GradientRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckGradient(request).ThrowIfIncompatible($"The gradient of {request.Target} in model '{Name}'");
        PinnedTarget target = PinnedTarget.Find(request.Target, _fields, out _)!;
        CutPoint cut = _gradients.Model.FindCut(request.Input);
        CutPoint? layer = request.Layer is { } name ? _gradients.Model.FindCut(name) : null;
        return new GradientRun(_gradients, _forward, Encoder, cut, layer, Describe, target, request);
    }

    private static int LimitOf(EncodedBatch batch, int rows, int? tokens)
    {
        int longest = Enumerable.Range(0, batch.Examples.Count).Max(row => batch.Tokens(row) ?? 1);
        return tokens is { } budget ? Math.Clamp(budget / Math.Max(1, longest), 1, rows) : rows;
    }

    private async IAsyncEnumerable<T> Stream<T>(
        IEnumerable<Example> inputs,
        int windowSize,
        (int Rows, int? Tokens) limit,
        Func<EncodedBatch, CancellationToken, T[]> run,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var planner = new BatchPlanner(new BatchOptions
        {
            MaxBatchSize = Math.Min(limit.Rows, Encoder.FixedRows ?? limit.Rows),
            TokenBudget = Encoder.LengthOf is null ? null : limit.Tokens,
            Length = Encoder.LengthOf,
        });
        foreach (Example[] window in inputs.Chunk(windowSize))
        {
            var results = new T[window.Length];
            BatchPlan plan = planner.Plan(window);
            for (int i = 0; i < plan.BatchCount; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Fill(results, window, plan.Batch(i), run, cancellationToken);

                // The runs block; the stream is asynchronous for what its callers do with it.
                await Task.CompletedTask.ConfigureAwait(false);
            }

            foreach (T result in results)
            {
                yield return result;
            }
        }
    }

    /// <summary>Runs the examples of equal targets together.</summary>
    private static async IAsyncEnumerable<T> PerTarget<T>(
        IEnumerable<Example> inputs,
        PerExampleTarget target,
        Func<IEnumerable<Example>, Target, IAsyncEnumerable<T>> run,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (Example[] window in inputs.Chunk(Window))
        {
            var results = new T[window.Length];
            foreach (var group in Enumerable.Range(0, window.Length).GroupBy(i => target.Choose(window[i])))
            {
                int[] members = [.. group];
                int done = 0;
                var part = run(members.Select(i => window[i]), group.Key);
                await foreach (T result in part.WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    results[members[done++]] = result;
                }
            }

            foreach (T result in results)
            {
                yield return result;
            }
        }
    }

    /// <summary>Runs a batch, in halves if it does not fit into memory.</summary>
    private void Fill<T>(
        T[] results,
        Example[] window,
        ReadOnlyMemory<int> positions,
        Func<EncodedBatch, CancellationToken, T[]> run,
        CancellationToken cancellationToken)
    {
        try
        {
            Example[] examples = [.. positions.ToArray().Select(position => window[position])];
            foreach (var (part, rows) in Encoder.Split(Encoder.Encode(examples)))
            {
                T[] found = run(part, cancellationToken);
                for (int i = 0; i < rows.Length; i++)
                {
                    results[positions.Span[rows[i]]] = found[i];
                }
            }
        }
        catch (ModelOutOfMemoryException) when (positions.Length > 1)
        {
            int half = positions.Length / 2;
            Fill(results, window, positions[..half], run, cancellationToken);
            Fill(results, window, positions[half..], run, cancellationToken);
        }
    }

    /// <summary>How many rows a run may have, and how many tokens they may have together.</summary>
    private (int Rows, int? Tokens) Rows(CutPoint cut)
    {
        int more = _runtime.Provider is CudaProvider ? MoreOnGpu : 1;
        if (Encoder.LengthOf is not null)
        {
            return (256 * more, TokensPerRun * more);
        }

        long numbers = cut.Shape?.Skip(1).Aggregate(1L, (size, dimension) => size * (dimension.Size ?? 64)) ?? 64;
        return ((int)Math.Clamp(NumbersPerRun * more / Math.Max(1, numbers), 1, 1024 * more), null);
    }

    /// <inheritdoc />
    public IReadOnlyList<InnerValue> InnerValues => field ??= [.. _gradients.Model.Values()];

    /// <inheritdoc />
    public string? FeatureMap => GradientInputs.Any(input => input.Image is not null) ? _gradients.Model.FeatureMap : null;

    /// <summary>The same for points of paths, of which the caller may say how many there are.</summary>
    private (int Rows, int? Tokens) Rows(CutPoint cut, PathRequest request) =>
        request.MaxRows is { } rows ? (Math.Max(1, rows), null) : Rows(cut);

    private GradientInput[] FindGradientInputs() => [.. _gradients.Model.CutPoints.Select(Describe)];

    private GradientInput Describe(CutPoint cut) => new(
        cut.Name,
        cut.Kind switch
        {
            CutPointKind.TokenEmbeddings => GradientInputKind.TokenEmbeddings,
            CutPointKind.Input => GradientInputKind.Values,
            _ when IsOfInputs(cut) => GradientInputKind.Values,
            _ => GradientInputKind.Inner,
        },
        cut.Input is { } field ? Encoder.FieldOf(field) : null)
    {
        Columns = [.. cut.Parts.Count > 0 ? cut.Parts.SelectMany(NamedColumnsOf) : ColumnsOf(cut)],
        Image = cut.Kind == CutPointKind.Input ? ImageLayouts.Of(cut.Shape) : null,
        IsPerToken = cut.Kind == CutPointKind.TokenEmbeddings || (cut.Kind == CutPointKind.Inner && IsPerToken(cut)),
    };

    private static bool IsOfInputs(CutPoint cut) =>
        cut.Parts.Count > 0 && cut.Parts.All(part => part.Kind == CutPointKind.Input);

    /// <summary>What the numbers of a value stand for, as far as the caller said; none if not.</summary>
    private IEnumerable<FeatureColumn> ColumnsOf(CutPoint cut)
    {
        if (!_columns.TryGetValue(cut.Name, out InputColumn[]? columns))
        {
            return cut is { Kind: CutPointKind.Input, Input: { } input } ? Encoder.ColumnsOf(input) : [];
        }

        FeatureColumn[] all =
            [.. columns.SelectMany(column => column.Labels.Select(label => new FeatureColumn(column.Field, label)))];
        return JoinedValues.Width(cut) is not { } width || width == all.Length
            ? all
            : throw new LitException(
                $"Expected the {width} columns of '{cut.Name}' in model '{Name}'; found {all.Length} of "
                + $"{string.Join(", ", columns.Select(column => column.Field))}.");
    }

    /// <summary>The same, or numbers named by their positions.</summary>
    private IEnumerable<FeatureColumn> NamedColumnsOf(CutPoint cut)
    {
        FeatureColumn[] known = [.. ColumnsOf(cut)];
        int width = (int)JoinedValues.Width(cut)!.Value;
        string name = (cut.Input is { } input ? Encoder.FieldOf(input) : null) ?? cut.Name;
        return known.Length == width
            ? known
            : Enumerable.Range(0, width).Select(i => new FeatureColumn(width == 1 ? name : $"{name}[{i}]"));
    }

    /// <summary>Whether an inner value has a vector for each token: its second dimension is that of the tokens.</summary>
    private bool IsPerToken(CutPoint cut) => cut.Shape is { Count: >= 3 } shape
        && _gradients.Model.CutPoints is [{ Kind: CutPointKind.TokenEmbeddings, Shape: [_, var tokens, ..] }, ..]
        && shape[1] == tokens && (tokens.Size is not null || tokens.Symbol is not null);
}

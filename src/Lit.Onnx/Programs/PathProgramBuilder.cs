using Lit.Onnx.Autodiff;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;
using Lit.Onnx.Shapes;

namespace Lit.Onnx.Programs;

/// <summary>What a path program computes.</summary>
/// <param name="TokenBaseline">Whether <see cref="ProgramNames.Baseline"/> holds token numbers instead of values.</param>
/// <param name="PerElement">Whether attributions keep the last dimension of the cut point instead of being summed over it.</param>
/// <param name="ValuesOnly">Whether only the target along the path is wanted, which needs no gradient.</param>
/// <param name="Segments">In how many parts the forward pass is split; all but the last are computed again when the
/// backward pass comes to them, which takes less memory and up to a third more time.</param>
internal sealed record PathOptions(
    bool TokenBaseline = false, bool PerElement = false, bool ValuesOnly = false, int Segments = 1);

/// <summary>Builds the program that integrates gradients along the straight path from a baseline to an input.</summary>
/// <remarks>
/// <para>
/// Interpolation, forward pass, backward pass and the weighted sum over the points of the path are one graph. The points
/// become rows of the model's batch: row b · steps + s is point s of example b. What does not carry the batch, and the
/// embeddings of input and baseline, is computed once for all points.
/// </para>
/// <para>
/// Points and weights are inputs, so one program serves every rule, and long paths are cut into runs whose attributions
/// add up. See Sundararajan et al., "Axiomatic Attribution for Deep Networks", ICML 2017.
/// </para>
/// </remarks>
internal sealed class PathProgramBuilder
{
    private readonly DifferentiableModel _model;
    private readonly IReadOnlyList<CutPoint> _cuts;
    private readonly ProgramTarget _target;
    private readonly PathOptions _options;
    private readonly OnnxGraph _graph;
    private readonly string _output;
    private readonly NodeProto[] _forward;
    private readonly Dictionary<string, GraphValue> _rows = new(StringComparer.Ordinal);
    private readonly SymbolicInteger _rowCount;
    private readonly long? _fixedRows;

    private PathProgramBuilder(DifferentiableModel model, IReadOnlyList<CutPoint> cuts, ProgramTarget target, PathOptions options)
    {
        _model = model;
        _cuts = cuts;
        _target = target;
        _options = options;
        _graph = model.Copy([.. cuts]);
        IReadOnlyList<string> outputs = TargetNodes.Outputs(_graph, target);
        _output = outputs[0];
        GradientProgramBuilder.Keep(_graph, outputs, cuts);
        GraphRewriter.Apply(_graph, [.. cuts.Select(c => c.Name)]);
        _forward = [.. _graph.Proto.Node];
        _fixedRows = BatchSize()?.Constant;
        _rowCount = _fixedRows is { } rows ? rows : SymbolicInteger.Named(ProgramNames.Rows);
    }

    /// <param name="model">The model.</param>
    /// <param name="cut">The value that moves along the path.</param>
    /// <param name="target">The number whose change is explained.</param>
    /// <param name="options">What to compute.</param>
    /// <exception cref="UnsupportedOperatorException">An operator on the path has no rule, or there is no path.</exception>
    public static GradientProgram Build(DifferentiableModel model, CutPoint cut, ProgramTarget target, PathOptions options) =>
        Build(model, [cut], target, options);

    /// <param name="model">The model.</param>
    /// <param name="cuts">The values that move along the path together; each has a baseline and attributions of its own.</param>
    /// <param name="target">The number whose change is explained.</param>
    /// <param name="options">What to compute.</param>
    /// <exception cref="UnsupportedOperatorException">An operator on the path has no rule, or there is no path.</exception>
    public static GradientProgram Build(
        DifferentiableModel model,
        IReadOnlyList<CutPoint> cuts,
        ProgramTarget target,
        PathOptions options)
    {
        if (options.TokenBaseline && cuts.FirstOrDefault(c => c.Kind != CutPointKind.TokenEmbeddings) is { } other)
        {
            throw new UnsupportedOperatorException(
                model.File.Name,
                $"expected a baseline of values for '{other.Name}', found one of tokens: only token embeddings have those.");
        }

        return new PathProgramBuilder(model, cuts, target, options).Build();
    }

    private GradientProgram Build()
    {
        var outputFacts = _graph.Facts[_output];
        var cutFacts = _cuts.Select(c => _graph.Facts[c.Name]).ToArray();
        if (Array.FindIndex(cutFacts, f => f.Rank is null) is >= 0 and var unknown)
        {
            throw new UnsupportedOperatorException(
                _model.File.Name,
                $"expected to know the number of dimensions of '{_cuts[unknown].Name}', which the file does not tell; export the shapes of the inputs.");
        }

        if (Array.FindIndex(cutFacts, f => f.Rank == 0) is >= 0 and var single)
        {
            throw new UnsupportedOperatorException(
                _model.File.Name,
                $"expected '{_cuts[single].Name}' to have a first dimension that counts examples, found a single number; choose another value.");
        }

        string[] batchInputs = [.. _graph.Proto.Input.Where(i => CarriesBatch(i.Name)).Select(i => i.Name)];
        _graph.Proto.Node.Clear();
        _graph.Proto.Output.Clear();
        foreach (string name in batchInputs)
        {
            FreeBatch(name);
        }

        _graph.Refresh();
        var program = new ProgramGraph(_graph);
        var emitter = program.Emitter;
        var precise = Precise(cutFacts[0].Type);
        var nodes = program.AddInput(ProgramNames.Nodes, precise, new(null, ProgramNames.Batch), new(null, ProgramNames.Steps));
        var batch = emitter.Dimension(nodes, 0);
        var steps = emitter.Dimension(nodes, 1);
        var path = new PathShape(emitter, batch, steps);
        var differences = new GraphValue[_cuts.Count];
        var points = new GraphValue[_cuts.Count];
        for (int i = 0; i < _cuts.Count; i++)
        {
            var input = Upstream(emitter, _cuts[i], []);
            var baseline = Baseline(program, i, cutFacts[i]);
            differences[i] = input - baseline;
            Broadcasts(differences[i], input.Facts.Shape);
            var fraction = emitter.Cast(path.Column(nodes, input.Rank), input.ElementType);
            var moved = emitter.Unsqueeze(differences[i], 1) * fraction;
            var between = emitter.Unsqueeze(baseline, 1) + moved;
            Broadcasts(between, moved.Facts.Shape);
            points[i] = path.ToRows(between, input);
            SetRows(points[i], cutFacts[i].Shape!);
        }

        foreach (string name in batchInputs)
        {
            var value = emitter.Value(name);
            var shape = _graph.Facts[name].Shape!;
            _rows[name] = path.Repeat(value);
            SetRows(_rows[name], shape);
        }

        for (int i = 0; i < _cuts.Count; i++)
        {
            _rows[_cuts[i].Name] = points[i];
        }

        AppendForward();
        foreach (TargetInput input in TargetNodes.Inputs(_target, outputFacts))
        {
            var value = program.AddInput(
                input.Name, input.Type, [new(null, ProgramNames.Batch), .. Enumerable.Repeat(new OnnxDimension(null), input.Rank - 1)]);
            var shape = _graph.Facts[input.Name].Shape!;
            _rows[input.Name] = path.Repeat(value);
            SetRows(_rows[input.Name], shape);
        }

        var target = new TargetNodes(emitter, name => _rows[name])
            .Add(_output, _target, name => _rows.TryGetValue(name, out var renamed) ? renamed.Name : name);
        program.AddOutput(ProgramNames.PathValues, emitter.Reshape(target, emitter.Concat(0, batch, steps)));
        GraphValue? seed = null;
        if (!_options.ValuesOnly)
        {
            seed = emitter.Expand(emitter.Scalar(1, target), emitter.Shape(target));
            var gradients = new Differentiator(_graph, _model.Rules)
                .Build(emitter, target.Name, seed, [.. points.Select(p => p.Name)], _output);
            var weights = program.AddInput(ProgramNames.Weights, precise, new(null, ProgramNames.Batch), new(null, ProgramNames.Steps));
            for (int i = 0; i < _cuts.Count; i++)
            {
                var attributions = Attributions(path, gradients[points[i].Name], weights, differences[i]);
                program.AddOutput(ProgramNames.Of(ProgramNames.Attributions, i), attributions);
            }
        }

        return program.Finish(_cuts[0], _fixedRows, target.Name, seed?.Name, _options.Segments);
    }

    /// <summary>The number of examples of a run: the first dimension of what the path moves.</summary>
    private SymbolicInteger? BatchSize() =>
        _graph.Facts[_cuts[0].Input ?? _cuts[0].Name].Shape is [var first, ..] ? first : null;

    private static OnnxElementType Precise(OnnxElementType type) =>
        type == OnnxElementType.Double ? OnnxElementType.Double : OnnxElementType.Float;

    /// <summary>Whether an input has one row for each example.</summary>
    private bool CarriesBatch(string name)
    {
        if (_graph.Facts[name].Shape is not [var first, ..])
        {
            return false;
        }

        return first.Equals(BatchSize())
            || _cuts.Any(c => c.Input == name)

            // Exporters that name no dimensions still put the examples first.
            || (first.Constant is null && _graph.Proto.Input.First(i => i.Name == name).Describe().Shape![0].Symbol is null);
    }

    /// <summary>Declares that a run has as many examples as it likes: it is the rows that the model counts.</summary>
    private void FreeBatch(string name)
    {
        var declared = _graph.Proto.Input.First(i => i.Name == name).Type.TensorType.Shape.Dim[0];
        declared.ClearValue();
        declared.DimParam = ProgramNames.Batch;
    }

    private void SetRows(GraphValue value, SymbolicInteger[] shape) =>
        _graph.Facts[value.Name] = new(value.ElementType, [_rowCount, .. shape[1..]]);

    /// <summary>Says that a value has the shape of the one that a baseline was broadcast to.</summary>
    private void Broadcasts(GraphValue value, SymbolicInteger[]? shape)
    {
        if (shape is not null)
        {
            _graph.Facts[value.Name] = new(value.ElementType, shape);
        }
    }

    private GraphValue Baseline(ProgramGraph program, int index, ValueFacts facts)
    {
        string name = ProgramNames.Of(ProgramNames.Baseline, index);
        if (!_options.TokenBaseline)
        {
            return program.AddInput(name, facts.Type, [.. Enumerable.Repeat(new OnnxDimension(null), facts.Rank!.Value)]);
        }

        var cut = _cuts[index];
        var tokens = _graph.Proto.Input.First(i => i.Name == cut.Input).Describe();
        program.AddInput(name, tokens.ElementType, [.. tokens.Shape!]);
        return Upstream(program.Emitter, cut, new(StringComparer.Ordinal) { [cut.Input!] = name });
    }

    /// <summary>Adds a copy of the nodes that make the cut point.</summary>
    /// <param name="emitter">The graph.</param>
    /// <param name="cut">The cut point.</param>
    /// <param name="names">Values to read in place of others; those of the copies are added.</param>
    private GraphValue Upstream(GraphEmitter emitter, CutPoint cut, Dictionary<string, string> names)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal) { cut.Name };
        var copied = new Stack<NodeProto>();
        foreach (var node in _forward.Reverse())
        {
            if (node.Output.Any(needed.Contains))
            {
                copied.Push(node);
                needed.UnionWith(node.AllInputs());
            }
        }

        foreach (var node in copied)
        {
            _graph.Append(ValueNames.Copy(node, names, _graph.NewName));
        }

        return emitter.Value(names.GetValueOrDefault(cut.Name, cut.Name));
    }

    /// <summary>Adds the model itself, reading rows where it read examples.</summary>
    private void AppendForward()
    {
        var names = _rows.ToDictionary(row => row.Key, row => row.Value.Name, StringComparer.Ordinal);
        foreach (var node in _forward)
        {
            if (_cuts.FirstOrDefault(c => node.Output.Contains(c.Name)) is { } cut)
            {
                if (node.Output.Count(o => o.Length > 0) > 1)
                {
                    throw new UnsupportedOperatorException(
                        _model.File.Name,
                        $"expected '{cut.Name}' to be the only output of {node.Describe()}, found others; choose a value behind it.");
                }

                continue;
            }

            ValueNames.RenameReads(node, names);
            _graph.Append(node);
        }
    }

    /// <summary>Σₛ wₛ gₛ (x − x₀), summed over the last dimension unless every element is wanted.</summary>
    private GraphValue Attributions(PathShape path, GraphValue gradient, GraphValue weights, GraphValue difference)
    {
        var emitter = gradient.Emitter;
        var wide = emitter.Cast(gradient, Precise(gradient.ElementType));

        // One product of a row of weights with the gradients of all points reads each gradient once.
        var flat = emitter.Reshape(wide, emitter.Concat(0, path.Batch, path.Steps, emitter.Integers(-1)));
        var mean = emitter.Add("MatMul", [emitter.Unsqueeze(weights, 1), flat]);
        var shaped = emitter.Reshape(mean, emitter.Shape(difference));
        var elements = shaped * emitter.Cast(difference, shaped.ElementType);
        return _options.PerElement ? elements : emitter.Sum(elements, keep: false, -1);
    }

    /// <summary>Changes between examples, points of their paths, and rows of the model.</summary>
    private sealed class PathShape(GraphEmitter emitter, GraphValue batch, GraphValue steps)
    {
        public GraphValue Batch => batch;

        public GraphValue Steps => steps;

        /// <summary>Numbers <c>[batch, steps]</c> with as many dimensions as the points have.</summary>
        public GraphValue Column(GraphValue numbers, int rank) =>
            rank == 1 ? numbers : emitter.Unsqueeze(numbers, [.. Enumerable.Range(2, rank - 1).Select(i => (long)i)]);

        /// <summary>Points <c>[batch, steps, …]</c> as rows.</summary>
        public GraphValue ToRows(GraphValue points, GraphValue like)
        {
            int rank = like.Rank;
            return emitter.Reshape(points, rank == 1
                ? emitter.Integers(-1)
                : emitter.Concat(0, batch * steps, emitter.Dimensions(like, 1, rank)));
        }

        /// <summary>Each example once for each of its points.</summary>
        public GraphValue Repeat(GraphValue examples)
        {
            int rank = examples.Rank;
            var rest = rank == 1 ? null : emitter.Dimensions(examples, 1, rank);
            var shape = rest is null ? emitter.Concat(0, batch, steps) : emitter.Concat(0, batch, steps, rest);
            return ToRows(emitter.Expand(emitter.Unsqueeze(examples, 1), shape), examples);
        }
    }
}

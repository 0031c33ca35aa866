using System.Collections.Frozen;
using Lit.Onnx.Autodiff.Multipliers;
using Lit.Onnx.Autodiff.Rules;
using Lit.Onnx.Autodiff.Rules.Rectified;
using Lit.Onnx.Autodiff.Rules.Recurrent;

namespace Lit.Onnx.Autodiff;

/// <summary>The rules by which operators are differentiated, found by domain and operator.</summary>
/// <remarks>Immutable: adding a rule makes a new registry, so that one model's rules are not another's.</remarks>
public sealed class GradientRules
{
    private readonly FrozenDictionary<(string Domain, string Operator), IGradientRule> _rules;
    private readonly FrozenDictionary<(string Domain, string Operator), string> _boundaries;

    private GradientRules(
        IEnumerable<KeyValuePair<(string, string), IGradientRule>> rules,
        IEnumerable<KeyValuePair<(string Domain, string Operator), string>> boundaries)
    {
        _rules = rules.ToFrozenDictionary();
        _boundaries = boundaries.ToFrozenDictionary();
    }

    /// <summary>The rules of this library.</summary>
    public static GradientRules Default { get; } = new(Standard(), OperatorReasons.Boundaries);

    /// <summary>The operators that have a rule, with their domain unless it is the standard one, in alphabetical order.</summary>
    public IReadOnlyList<string> Operators =>
        [.. _rules.Keys.Select(k => Graph.Operators.QualifiedName(k.Domain, k.Operator)).Order(StringComparer.Ordinal)];

    /// <summary>A registry with one more rule, or with another rule for an operator that has one.</summary>
    /// <param name="domain">The domain of the operator; "" for the standard one.</param>
    /// <param name="op">The operator.</param>
    /// <param name="rule">The rule.</param>
    public GradientRules With(string domain, string op, IGradientRule rule)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentException.ThrowIfNullOrEmpty(op);
        ArgumentNullException.ThrowIfNull(rule);
        var key = (Graph.Operators.NormalizeDomain(domain), op);
        return new(_rules.Where(r => r.Key != key).Append(new(key, rule)), _boundaries.Where(b => b.Key != key));
    }

    /// <summary>These rules, changed to guided backpropagation: rectifiers pass on only what is positive.</summary>
    /// <remarks>
    /// Rectifiers are ReLU, its variants with a slope, the smooth functions that took its place (GELU, Swish, Mish, ELU …)
    /// and a clip that starts at zero.
    /// </remarks>
    public GradientRules GuidedBackpropagation() => Change(Rectifiers.Operators, rule => new GuidedRule(rule));

    /// <summary>These rules, changed to deconvolution: rectifiers rectify what comes back, whether they were active or not.</summary>
    public GradientRules Deconvolution() => Change(Rectifiers.Operators, rule => new DeconvolutionRule(rule));

    /// <summary>These rules, changed to the multipliers of DeepLIFT.</summary>
    /// <remarks>
    /// <para>Functions of one number follow the rescale rule. Products, quotients, softmax and normalizations are taken apart so
    /// that the products of multipliers and differences sum to the difference of the target: each factor counts with the
    /// middle of the other at example and reference, and a change of a maximum is due to the element that is it at the upper end.
    /// Operators that are neither, and a user's own, have no multiplier until a rule is added to the result; such a rule
    /// finds the reference by <see cref="NodeContext.Reference"/>.</para>
    /// <para>See <see cref="Api.Attribution.BackwardRule.DeepLift"/>.</para>
    /// </remarks>
    public GradientRules DeepLift() => new(
        _rules.Select(r => KeyValuePair.Create(r.Key, MultiplierRules.Of(r.Key.Operator, r.Value))), _boundaries);

    /// <summary>The rule of an operator; null if it has none.</summary>
    internal IGradientRule? Find(string domain, string op) => _rules.GetValueOrDefault((domain, op));

    /// <summary>Why the gradient of an operator is zero or not defined everywhere; null if it is neither.</summary>
    internal string? WhyNoGradient(string domain, string op) => _boundaries.GetValueOrDefault((domain, op));

    private GradientRules Change(IEnumerable<(string, string)> operators, Func<IGradientRule, IGradientRule> change)
    {
        var changed = new Dictionary<(string, string), IGradientRule>(_rules);
        foreach (var key in operators)
        {
            if (changed.TryGetValue(key, out var rule))
            {
                changed[key] = change(rule);
            }
        }

        return new(changed, _boundaries);
    }

    private static Dictionary<(string, string), IGradientRule> Standard()
    {
        var rules = new Dictionary<(string, string), IGradientRule>();
        Add(new AddRule(), "Add", "Sum");
        Add(new SubRule(), "Sub");
        Add(new MulRule(), "Mul");
        Add(new DivRule(), "Div");
        Add(new MeanRule(), "Mean");
        Add(new ExtremumRule(), "Min", "Max");
        Add(new PowRule(), "Pow");
        Add(new ModRule(), "Mod");
        Add(new NegRule(), "Neg");
        Add(new IdentityRule(), "Identity", "Dropout");
        Add(new ExpRule(), "Exp");
        Add(new LogRule(), "Log");
        Add(new SqrtRule(), "Sqrt");
        Add(new ReciprocalRule(), "Reciprocal");
        Add(new AbsRule(), "Abs");
        Add(new ErfRule(), "Erf");
        Add(new SinRule(), "Sin");
        Add(new CosRule(), "Cos");
        Add(new TanRule(), "Tan");
        Add(new AsinRule(), "Asin");
        Add(new AcosRule(), "Acos");
        Add(new AtanRule(), "Atan");
        Add(new SinhRule(), "Sinh");
        Add(new CoshRule(), "Cosh");
        Add(new AsinhRule(), "Asinh");
        Add(new AcoshRule(), "Acosh");
        Add(new AtanhRule(), "Atanh");
        Add(new CastRule(), "Cast", "CastLike");
        Add(new TanhRule(), "Tanh");
        Add(new SigmoidRule(), "Sigmoid");
        Add(new ReluRule(), "Relu");
        Add(new LeakyReluRule(), "LeakyRelu");
        Add(new PReluRule(), "PRelu");
        Add(new EluRule(), "Elu");
        Add(new CeluRule(), "Celu");
        Add(new SeluRule(), "Selu");
        Add(new ThresholdedReluRule(), "ThresholdedRelu");
        Add(new SoftplusRule(), "Softplus");
        Add(new SoftsignRule(), "Softsign");
        Add(new MishRule(), "Mish");
        Add(new SwishRule(), "Swish");
        Add(new HardSigmoidRule(), "HardSigmoid");
        Add(new HardSwishRule(), "HardSwish");
        Add(new GeluRule(), "Gelu");
        Add(new WhereRule(), "Where");
        Add(new ClipRule(), "Clip");
        Add(new CumSumRule(), "CumSum");
        Add(new TriluRule(), "Trilu");
        Add(new MatMulRule(), "MatMul");
        Add(new GemmRule(), "Gemm");
        Add(new SoftmaxRule(), "Softmax");
        Add(new LogSoftmaxRule(), "LogSoftmax");
        Add(new LayerNormalizationRule(), "LayerNormalization");
        Add(new RmsNormalizationRule(), "RMSNormalization");
        Add(new InstanceNormalizationRule(), "InstanceNormalization");
        Add(new BatchNormalizationRule(), "BatchNormalization");
        Add(new ReduceSumRule(), "ReduceSum");
        Add(new ReduceMeanRule(), "ReduceMean");
        Add(new ReduceExtremumRule(), "ReduceMax", "ReduceMin");
        Add(new ReduceL1Rule(), "ReduceL1");
        Add(new ReduceL2Rule(), "ReduceL2");
        Add(new ReduceSumSquareRule(), "ReduceSumSquare");
        Add(new ReduceLogSumRule(), "ReduceLogSum");
        Add(new ReduceLogSumExpRule(), "ReduceLogSumExp");
        Add(new ReshapeRule(), "Reshape", "Flatten", "Squeeze", "Unsqueeze");
        Add(new TransposeRule(), "Transpose");
        Add(new ExpandRule(), "Expand");
        Add(new TileRule(), "Tile");
        Add(new ConcatRule(), "Concat");
        Add(new SplitRule(), "Split");
        Add(new SliceRule(), "Slice");
        Add(new GatherRule(), "Gather");
        Add(new GatherElementsRule(), "GatherElements");
        Add(new GatherNDRule(), "GatherND");
        Add(new TopKRule(), "TopK");
        Add(new ScatterRule(), "ScatterND", "ScatterElements");
        Add(new RmsNormalizationRule(), "SimplifiedLayerNormalization");
        Add(new ConvRule(), "Conv");
        Add(new ConvTransposeRule(), "ConvTranspose");
        Add(new MaxPoolRule(), "MaxPool");
        Add(new AveragePoolRule(), "AveragePool");
        Add(new GlobalAveragePoolRule(), "GlobalAveragePool");
        Add(new GlobalMaxPoolRule(), "GlobalMaxPool");
        Add(new PadRule(), "Pad");
        Add(new ResizeRule(), "Resize");
        Add(new DepthToSpaceRule(), "DepthToSpace");
        Add(new SpaceToDepthRule(), "SpaceToDepth");
        Add(new LstmRule(), "LSTM");
        Add(new GruRule(), "GRU");
        Add(new RnnRule(), "RNN");
        Add(new IfRule(), "If");
        Add(new LoopRule(), "Loop");
        Add(new ScanRule(), "Scan");
        AddMicrosoft(new GeluRule(), "Gelu");
        AddMicrosoft(new SwishRule(), "QuickGelu");
        foreach (var (key, rule) in CompositeRules.All)
        {
            rules[key] = rule;
        }

        return rules;

        void Add(IGradientRule rule, params ReadOnlySpan<string> operators)
        {
            foreach (string op in operators)
            {
                rules[(string.Empty, op)] = rule;
            }
        }

        void AddMicrosoft(IGradientRule rule, params ReadOnlySpan<string> operators)
        {
            foreach (string op in operators)
            {
                rules[(Graph.Operators.Microsoft, op)] = rule;
            }
        }
    }
}

using static Lit.Types.Json.TypeField;

namespace Lit.Types.Json;

/// <summary>Every type, its ancestors and its attributes: the only place that knows names on the wire.</summary>
internal static class TypeTable
{
    private static readonly Dictionary<Type, TypeEntry> ByType = [];
    private static readonly Dictionary<string, TypeEntry> ByName = new(StringComparer.Ordinal);

    static TypeTable()
    {
        var root = new TypeEntry("LitType", null, () => new AnyType(),
        [
            Flag<LitType>("required", t => t.Required, (t, v) => t with { Required = v }),
            Flag<LitType>("annotated", t => t.Annotated, (t, v) => t with { Annotated = v }),
        ]);
        Add(root);
        AddTexts(root);
        AddImages(root);
        AddLists(Add(root.Derive("ListLitType", () => new ListLitType(), ListDefault)));
        AddNumbers(root);
        AddTensors(root);
        AddForms(root);
        AddResults(root);
        ByName["String"] = ByName["StringLitType"];
        ByName["Boolean"] = ByName["BooleanLitType"];
        ByName["URL"] = ByName["URLLitType"];
    }

    private static TypeField ListDefault { get; } = Of<ListLitType, ValueList<object?>?>(
        "default",
        t => t.Default,
        WireValue.OptionalList,
        (t, v) => t with { Default = v });

    /// <summary>The wire names of all types, each after what it derives from.</summary>
    public static IEnumerable<TypeEntry> All => ByType.Values;

    public static TypeEntry? Find(string name) => ByName.GetValueOrDefault(name);

    public static TypeEntry Of(LitType type) => ByType.TryGetValue(type.GetType(), out var entry)
        ? entry
        : throw new LitException(
            $"Expected one of LIT's types, found {type.GetType().Name}, which has no name on the wire; "
            + "derive no types of your own.");

    /// <summary>The wire form of a type: attributes in order, then what tells its class.</summary>
    public static KeyValuePair<string, object?>[] Describe(LitType type)
    {
        var entry = Of(type);
        var fields = new KeyValuePair<string, object?>[entry.Fields.Length + 2];
        for (int i = 0; i < entry.Fields.Length; i++)
        {
            fields[i] = new(entry.Fields[i].Name, entry.Fields[i].Get(type));
        }

        fields[^2] = new(Tag.Class, Tag.Type);
        fields[^1] = new(Tag.Name, entry.Name);
        return fields;
    }

    /// <summary>A type for people: its name and the attributes that do not have their default.</summary>
    public static string Text(LitType type)
    {
        if (!ByType.TryGetValue(type.GetType(), out var entry))
        {
            return type.GetType().Name;
        }

        var plain = entry.Create();
        var attributes = entry.Fields
            .Where(field => field.Mandatory || !Equals(field.Get(type), field.Get(plain)))
            .Select(field => $"{field.Name}={LitJson.Write(field.Get(type))}");
        return $"{entry.Name}({string.Join(", ", attributes)})";
    }

    /// <summary>Makes a type of its wire form without <c>__class__</c>.</summary>
    public static LitType Read(IReadOnlyDictionary<string, object?> map)
    {
        if (!map.TryGetValue(Tag.Name, out object? name))
        {
            throw new LitJsonException("Expected a type with the key __name__, found none; add the name of the type.");
        }

        if (name is not string text)
        {
            throw new LitJsonException($"Expected the name of a type as __name__, found {WireValue.Describe(name)}.");
        }

        var entry = Find(text)
            ?? throw new LitJsonException($"Expected the name of one of LIT's types as __name__, found '{text}'.");
        if (Array.Find(entry.Fields, field => field.Mandatory && !map.ContainsKey(field.Name)) is { } missing)
        {
            throw new LitJsonException($"Expected {entry.Name} with the key {missing.Name}, found none.");
        }

        return map.Where(pair => pair.Key != Tag.Name)
            .Aggregate(entry.Create(), (type, pair) => Set(entry, type, pair.Key, pair.Value));
    }

    private static LitType Set(TypeEntry entry, LitType type, string name, object? value)
    {
        var field = entry.Field(name) ?? throw new LitJsonException(
            $"Expected {entry.Name} with keys among {string.Join(", ", entry.Fields.Select(known => known.Name))}; "
            + $"found '{name}'.");
        try
        {
            return field.Set(type, value);
        }
        catch (Exception exception) when (exception is LitJsonException or ArgumentException)
        {
            throw new LitJsonException($"{entry.Name}.{name}: {exception.Message}", exception);
        }
    }

    private static TypeEntry Add(TypeEntry entry)
    {
        ByType.Add(entry.Create().GetType(), entry);
        ByName.Add(entry.Name, entry);
        return entry;
    }

    private static void AddTexts(TypeEntry root)
    {
        var text = Add(root.Derive("StringLitType", () => new StringLitType(),
            OptionalText<StringLitType>("default", t => t.Default, (t, v) => t with { Default = v })));
        var segment = Add(text.Derive("TextSegment", () => new TextSegment()));
        Add(segment.Derive("GeneratedText", () => new GeneratedText(),
            OptionalText<GeneratedText>("parent", t => t.Parent, (t, v) => t with { Parent = v })));
        Add(segment.Derive("URLLitType", () => new URLLitType()));
        Add(segment.Derive("GeneratedURL", () => new GeneratedURL(),
            OptionalText<GeneratedURL>("align", t => t.Align, (t, v) => t with { Align = v })));
        Add(segment.Derive("SearchQuery", () => new SearchQuery()));
        Add(text.Derive("CategoryLabel", () => new CategoryLabel(),
            OptionalVocab<CategoryLabel>("vocab", t => t.Vocab, (t, v) => t with { Vocab = v })));
    }

    private static void AddImages(TypeEntry root)
    {
        var image = Add(root.Derive("ImageBytes", () => new ImageBytes()));
        Add(image.Derive("JPEGBytes", () => new JPEGBytes()));
        Add(image.Derive("PNGBytes", () => new PNGBytes()));
    }

    private static void AddLists(TypeEntry list)
    {
        var candidates = Add(list.Derive("_StringCandidateList", () => new AnyCandidateList(), ListDefault));
        Add(candidates.Derive("GeneratedTextCandidates", () => new GeneratedTextCandidates(),
            OptionalText<GeneratedTextCandidates>("parent", t => t.Parent, (t, v) => t with { Parent = v })));
        Add(candidates.Derive("ReferenceTexts", () => new ReferenceTexts()));
        Add(candidates.Derive("TopTokens", () => new TopTokens()));
        Add(candidates.Derive("SparseMultilabelPreds", () => new SparseMultilabelPreds(),
            OptionalVocab<SparseMultilabelPreds>("vocab", t => t.Vocab, (t, v) => t with { Vocab = v }),
            OptionalText<SparseMultilabelPreds>("parent", t => t.Parent, (t, v) => t with { Parent = v })));
        Add(list.Derive("ImageBytesList", () => new ImageBytesList()));
        var texts = Add(list.Derive("_StringList", () => new AnyStringList()));
        Add(texts.Derive("Tokens", () => new Tokens(),
            OptionalText<Tokens>("parent", t => t.Parent, (t, v) => t with { Parent = v }),
            OptionalText<Tokens>("mask_token", t => t.MaskToken, (t, v) => t with { MaskToken = v }),
            OptionalText<Tokens>("token_prefix", t => t.TokenPrefix, (t, v) => t with { TokenPrefix = v })));
        Add(texts.Derive("SequenceTags", () => new SequenceTags { Align = "" },
            Text<SequenceTags>("align", t => t.Align, (t, v) => t with { Align = v }).Needed));
        Add(texts.Derive("SparseMultilabel", () => new SparseMultilabel(),
            OptionalVocab<SparseMultilabel>("vocab", t => t.Vocab, (t, v) => t with { Vocab = v }),
            Text<SparseMultilabel>("separator", t => t.Separator, (t, v) => t with { Separator = v })));
        Add(list.Derive("TokenTopKPreds", () => new TokenTopKPreds(),
            OptionalText<TokenTopKPreds>("align", t => t.Align, (t, v) => t with { Align = v }),
            OptionalText<TokenTopKPreds>("parent", t => t.Parent, (t, v) => t with { Parent = v })));
        var floats = Add(list.Derive("_FloatList", () => new AnyFloatList()));
        Add(floats.Derive("TokenScores", () => new TokenScores { Align = "" },
            Text<TokenScores>("align", t => t.Align, (t, v) => t with { Align = v }).Needed));
        Add(list.Derive("ReferenceScores", () => new ReferenceScores(),
            OptionalText<ReferenceScores>("parent", t => t.Parent, (t, v) => t with { Parent = v })));
        Add(list.Derive("SpanLabels", () => new SpanLabels { Align = "" },
            Text<SpanLabels>("align", t => t.Align, (t, v) => t with { Align = v }).Needed,
            OptionalText<SpanLabels>("parent", t => t.Parent, (t, v) => t with { Parent = v })));
        Add(list.Derive("EdgeLabels", () => new EdgeLabels { Align = "" },
            Text<EdgeLabels>("align", t => t.Align, (t, v) => t with { Align = v }).Needed));
        Add(list.Derive("MultiSegmentAnnotations", () => new MultiSegmentAnnotations(),
            Flag<MultiSegmentAnnotations>("exclusive", t => t.Exclusive, (t, v) => t with { Exclusive = v }),
            Flag<MultiSegmentAnnotations>("background", t => t.Background, (t, v) => t with { Background = v })));
        Add(list.Derive("SubwordOffsets", () => new SubwordOffsets { AlignIn = "", AlignOut = "" },
            Text<SubwordOffsets>("align_in", t => t.AlignIn, (t, v) => t with { AlignIn = v }).Needed,
            Text<SubwordOffsets>("align_out", t => t.AlignOut, (t, v) => t with { AlignOut = v }).Needed));
    }

    private static void AddNumbers(TypeEntry root)
    {
        var least = Number<Scalar>("min_val", t => t.MinValue, (t, v) => t with { MinValue = v });
        var greatest = Number<Scalar>("max_val", t => t.MaxValue, (t, v) => t with { MaxValue = v });
        var step = Number<Scalar>("step", t => t.Step, (t, v) => t with { Step = v });
        var number = Add(root.Derive("Scalar", () => new Scalar(),
            least,
            greatest,
            OptionalNumber<Scalar>("default", t => t.Default, (t, v) => t with { Default = v }),
            step));
        Add(number.Derive("Integer", () => new Integer(), step, least, greatest));
        Add(number.Derive("RegressionScore", () => new RegressionScore(),
            OptionalText<RegressionScore>("parent", t => t.Parent, (t, v) => t with { Parent = v })));
        Add(root.Derive("BooleanLitType", () => new BooleanLitType(),
            Of<BooleanLitType, bool?>(
                "default", t => t.Default, WireValue.OptionalFlag, (t, v) => t with { Default = v })));
    }

    private static void AddTensors(TypeEntry root)
    {
        var tensor = Add(root.Derive("_Tensor", () => new AnyTensor(),
            Of<TensorType, ValueList<object?>?>(
                "default", t => t.Default, WireValue.OptionalList, (t, v) => t with { Default = v })));
        Add(tensor.Derive("MulticlassPreds", () => new MulticlassPreds { Vocab = [] },
            Of<MulticlassPreds, Vocabulary>(
                "vocab", t => t.Vocab, WireValue.Vocab, (t, v) => t with { Vocab = v }).Needed,
            Of<MulticlassPreds, int?>(
                "null_idx", t => t.NullIndex, WireValue.OptionalWhole, (t, v) => t with { NullIndex = v }),
            OptionalText<MulticlassPreds>("parent", t => t.Parent, (t, v) => t with { Parent = v }),
            Of<MulticlassPreds, bool>(
                "autosort",
                t => t.AutoSort,
                v => WireValue.OptionalFlag(v) ?? false,
                (t, v) => t with { AutoSort = v }),
            OptionalNumber<MulticlassPreds>("threshold", t => t.Threshold, (t, v) => t with { Threshold = v })));
        Add(tensor.Derive("Embeddings", () => new Embeddings()));
        Add(tensor.Derive("TokenEmbeddings", () => new TokenEmbeddings(),
            OptionalText<TokenEmbeddings>("align", t => t.Align, (t, v) => t with { Align = v })));
        Add(tensor.Derive("AttentionHeads", () => new AttentionHeads { AlignIn = "", AlignOut = "" },
            Text<AttentionHeads>("align_in", t => t.AlignIn, (t, v) => t with { AlignIn = v }).Needed,
            Text<AttentionHeads>("align_out", t => t.AlignOut, (t, v) => t with { AlignOut = v }).Needed));
        var gradients = Add(tensor.Derive("_GradientsBase", () => new AnyGradients(),
            OptionalText<GradientsType>("align", t => t.Align, (t, v) => t with { Align = v }),
            OptionalText<GradientsType>("grad_for", t => t.GradFor, (t, v) => t with { GradFor = v }),
            OptionalText<GradientsType>(
                "grad_target_field_key", t => t.GradTargetFieldKey, (t, v) => t with { GradTargetFieldKey = v })));
        Add(gradients.Derive("Gradients", () => new Gradients()));
        Add(gradients.Derive("TokenGradients", () => new TokenGradients()));
        Add(gradients.Derive("ImageGradients", () => new ImageGradients()));
    }

    private static void AddForms(TypeEntry root)
    {
        var matcher = Add(root.Derive("FieldMatcher", () => new FieldMatcher { Spec = default, Types = [] },
            Of<FieldMatcher, SpecSource>(
                "spec", t => t.Spec, v => WireEnums.Source(WireValue.Text(v)), (t, v) => t with { Spec = v }).Needed,
            Of<FieldMatcher, TypeNames>(
                "types",
                t => t.Types.IsSingle ? (object)t.Types[0] : t.Types,
                v => v is string name ? name : [.. WireValue.Texts(v)],
                (t, v) => t with { Types = v }).Needed,
            OptionalVocab<FieldMatcher>("vocab", t => t.Vocab, (t, v) => t with { Vocab = v })));
        Add(matcher.Derive("SingleFieldMatcher", () => new SingleFieldMatcher { Spec = default, Types = [] },
            OptionalText<SingleFieldMatcher>("default", t => t.Default, (t, v) => t with { Default = v })));
        Add(matcher.Derive("MultiFieldMatcher", () => new MultiFieldMatcher { Spec = default, Types = [] },
            Of<MultiFieldMatcher, ValueList<string>>(
                "default", t => t.Default, WireValue.Texts, (t, v) => t with { Default = v }),
            Flag<MultiFieldMatcher>("select_all", t => t.SelectAll, (t, v) => t with { SelectAll = v })));
    }

    private static void AddResults(TypeEntry root)
    {
        var signed = Flag<Salience>("signed", t => t.Signed, (t, v) => t with { Signed = v });
        var salience = Add(root.Derive("Salience", () => new Salience { Signed = false },
            Flag<Salience>("autorun", t => t.AutoRun, (t, v) => t with { AutoRun = v }),
            signed.Needed));
        Add(salience.Derive("TokenSalience", () => new TokenSalience { Signed = false }, Null("default")));
        Add(salience.Derive("FeatureSalience", () => new FeatureSalience { Signed = false }, Null("default")));
        Add(salience.Derive("FrameSalience", () => new FrameSalience { Signed = false }, Null("default")));
        Add(salience.Derive("ImageSalience", () => new ImageSalience(), signed));
        Add(salience.Derive("SequenceSalience", () => new SequenceSalience { Signed = false }, Null("default")));
        Add(root.Derive("CurveDataPoints", () => new CurveDataPoints()));
        Add(root.Derive("InfluentialExamples", () => new InfluentialExamples()));
        Add(root.Derive("MetricResult", () => new MetricResult(),
            Number<MetricResult>("default", t => t.Default, (t, v) => t with { Default = v }),
            Text<MetricResult>("description", t => t.Description, (t, v) => t with { Description = v }),
            Of<MetricResult, MetricBestValue>(
                "best_value",
                t => t.BestValue,
                v => WireEnums.BestValue(WireValue.Text(v)),
                (t, v) => t with { BestValue = v })));
        Add(root.Derive("SalienceTargetInfo", () => new SalienceTargetInfo(),
            Of<SalienceTargetInfo, SalienceTarget?>(
                "default",
                t => t.Default,
                v => v is null ? null : RecordTable.Target(v),
                (t, v) => t with { Default = v })));
    }
}

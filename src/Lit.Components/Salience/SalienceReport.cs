using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>Draws salience as coloured text, bars or pictures with the facts that say how far to trust it.</summary>
internal static class SalienceReport
{
    /// <summary>A completeness error above this part of the explained difference is a warning.</summary>
    private const double Tolerable = 0.05;

    public static IEnumerable<ReportBlock> Draw(SalienceResult result)
    {
        if (result.Error is { } error)
        {
            return [new ParagraphBlock(error.Message) { Title = result.Method, Tone = ReportTone.Error }];
        }

        string title = result.Target is { } target ? $"{result.Method}: {target}" : result.Method;
        int parts = result.Texts.Count + result.Tables.Count + result.Images.Count + result.Tensors.Count;
        int drawn = result.Texts.Count;
        List<ReportBlock> blocks = [];
        DrawTexts();
        foreach (TabularSalience table in result.Tables)
        {
            blocks.AddRange(ValueReport.Draw(table, result.Signed, Title(table.Field)));
            AddFacts();
        }

        foreach (PixelSalience image in result.Images)
        {
            bool last = ++drawn == parts;
            blocks.Add(ValueReport.Draw(image, result.Signed, Title(image.Field)) with
            {
                Supports = result.Target?.Label,
                Notes = Notes(result, null, last),
                Facts = Facts(result, null, last),
            });
        }

        foreach (TensorSalience tensor in result.Tensors)
        {
            blocks.AddRange(ValueReport.Draw(tensor, result.Signed, Title(tensor.Field)));
            AddFacts();
        }

        return blocks;

        string Title(string name) => parts > 1 ? $"{title} ({name})" : title;

        void AddFacts()
        {
            bool last = ++drawn == parts;
            blocks.AddRange(Notes(result, null, last));
            if (Facts(result, null, last) is { Count: > 0 } facts)
            {
                blocks.Add(new FactsBlock(facts));
            }
        }

        void DrawTexts()
        {
            double maximum =
                result.Texts.SelectMany(text => text.Words).Select(word => Math.Abs(word.Score)).DefaultIfEmpty().Max();
            blocks.AddRange(result.Texts.Select((text, i) => new TextSalienceBlock(Spans(text))
            {
                Title = Title(text.TextField.Length > 0 ? text.TextField : text.Field),
                Signed = result.Signed,
                Maximum = result.Texts.Count > 1 && maximum > 0 ? maximum : null,
                Supports = result.Target?.Label,
                Notes = Notes(result, text, last: i == parts - 1),
                Facts = Facts(result, text, last: i == parts - 1),
            }));
        }
    }

    private static ValueList<SalientSpan> Spans(TextSalience text)
    {
        List<SalientSpan> spans = [];
        int at = 0;
        foreach (SalientWord word in text.Words)
        {
            Between(word.Start);
            string[] tokens = [.. word.Tokens.Select(t => text.Tokens[t].Text)];
            spans.Add(new(word.Text, word.Score) { Detail = tokens.Length > 1 ? string.Join(' ', tokens) : null });
            at = word.End;
        }

        Between(text.Text.Length);
        return new(spans);

        void Between(int end)
        {
            int seen = Math.Clamp(text.TruncatedAt ?? end, at, end);
            if (seen > at)
            {
                spans.Add(new(text.Text[at..seen], null));
            }

            if (end > seen)
            {
                spans.Add(new(text.Text[seen..end], null) { Unseen = true });
            }
        }
    }

    private static ValueList<ParagraphBlock> Notes(SalienceResult result, TextSalience? text, bool last)
    {
        List<ParagraphBlock> notes = [];
        if (text?.TruncatedAt is { } end)
        {
            notes.Add(new(
                $"The text is longer than the model takes: it saw the first {end} of {text.Text.Length} characters.")
            {
                Tone = ReportTone.Warning,
            });
        }

        if (last && RelativeError(result) is { } relative && relative > Tolerable)
        {
            string missing = ReportNumber.Format(100 * relative, "0");
            notes.Add(new($"The scores miss the difference that they should sum to by {missing} %; take more steps.")
            {
                Tone = ReportTone.Warning,
            });
        }

        return new(notes);
    }

    private static ValueList<Fact> Facts(SalienceResult result, TextSalience? text, bool last)
    {
        List<Fact> facts = [];
        if (text is { OutsideText.Count: > 0 })
        {
            facts.Add(new("special tokens", Signed(result, text.TotalOutsideText))
            {
                Detail = $"{string.Join(' ', text.OutsideText.Select(token => token.Text).Distinct().Take(4))}: "
                    + $"{ReportNumber.Format(100 * text.ShareOutsideText, "0.#")} % of all |score|",
            });
        }

        if (!last)
        {
            return new(facts);
        }

        if (result.ValueAtInput is { } value)
        {
            facts.Insert(0, new(result.Target?.ToString() ?? "target", value)
            {
                Detail = result.ValueAtBaseline is { } baseline
                    ? $"{ReportNumber.Format(baseline)} at the baseline"
                    : null,
            });
        }

        if (result.CompletenessError is { } error)
        {
            string part = RelativeError(result) switch
            {
                null => "",
                < 1e-6 => "below 0.0001 % of the difference, ",
                { } relative => $"{ReportNumber.Format(100 * relative, "0.####")} % of the difference, ",
            };
            facts.Add(new("completeness error", ReportNumber.Signed(error))
            {
                Detail = $"{part}{result.Evaluations} gradients",
            });
        }

        return new(facts);
    }

    private static string Signed(SalienceResult result, double score)
        => result.Signed ? ReportNumber.Signed(score) : ReportNumber.Format(score);

    private static double? RelativeError(SalienceResult result)
        => result.CompletenessError is { } error && result.ValueAtInput - result.ValueAtBaseline is { } difference
            && difference != 0
            ? Math.Abs(error / difference)
            : null;
}

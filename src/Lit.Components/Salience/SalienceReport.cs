using Lit.Api.Reporting;
using Lit.Types;

namespace Lit.Components.Salience;

/// <summary>Draws salience as coloured text with the facts that say how far to trust it.</summary>
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
        double maximum =
            result.Texts.SelectMany(text => text.Words).Select(word => Math.Abs(word.Score)).DefaultIfEmpty().Max();
        return result.Texts.Select((text, i) => new TextSalienceBlock(Spans(text))
        {
            Title = result.Texts.Count > 1
                ? $"{title} ({(text.TextField.Length > 0 ? text.TextField : text.Field)})"
                : title,
            Signed = result.Signed,
            Maximum = result.Texts.Count > 1 && maximum > 0 ? maximum : null,
            Supports = result.Target?.Label,
            Notes = Notes(result, text, last: i == result.Texts.Count - 1),
            Facts = Facts(result, text, last: i == result.Texts.Count - 1),
        });
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

    private static ValueList<ParagraphBlock> Notes(SalienceResult result, TextSalience text, bool last)
    {
        List<ParagraphBlock> notes = [];
        if (text.TruncatedAt is { } end)
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

    private static ValueList<Fact> Facts(SalienceResult result, TextSalience text, bool last)
    {
        List<Fact> facts = [];
        if (text.OutsideText.Count > 0)
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

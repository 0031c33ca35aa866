namespace Lit.Api.Reporting.Html;

/// <summary>The looks of a page: light and dark by the reader's setting, and for print.</summary>
internal static class Stylesheet
{
    public const string Css = """
        :root{color-scheme:light dark;--page:#fff;--ink:#1b1d22;--soft:#5a606b;--rule:#d9dce2;--panel:#f5f6f8;
        --for:33 113 200;--against:222 91 32;--for-ink:#1a5fae;--against-ink:#b0410f;--warn:#7a5600;--top:.62;
        --s0:#1f6fc4;--s1:#c84e14;--s2:#00785a;--s3:#a9508a;--s4:#8a6400;--s5:#2a86b8}
        @media (prefers-color-scheme:dark){:root{--page:#15171c;--ink:#e6e8ec;--soft:#a2a8b4;--rule:#363b45;--panel:#1e2128;
        --for:52 132 222;--against:226 92 36;--for-ink:#7fb8f5;--against-ink:#ff9a6b;--warn:#e3b341;--top:.72;
        --s0:#6aaef5;--s1:#ff8a55;--s2:#35c79c;--s3:#e29bc6;--s4:#e3b341;--s5:#7fd0f5}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
        main{max-width:62rem;margin:0 auto;padding:2rem 1.25rem 4rem}
        h1{font-size:1.75rem;line-height:1.25;margin:0 0 1.25rem}
        h2,h3,h4,h5,h6{line-height:1.3;margin:2.2rem 0 .6rem}h2{font-size:1.3rem;border-bottom:1px solid var(--rule);padding-bottom:.25rem}
        h3{font-size:1.08rem;margin-top:1.6rem}h4,h5,h6{font-size:1rem}
        p{margin:.5rem 0;white-space:pre-line;overflow-wrap:anywhere}
        figure{margin:1rem 0}figcaption,caption{font-weight:600;text-align:left;margin:0 0 .4rem;padding:0}
        .muted,.bounds,.detail,.legend{color:var(--soft)}
        p.note,p.warning,p.error{border-left:4px solid rgb(var(--for));background:var(--panel);padding:.45rem .8rem;border-radius:0 4px 4px 0}
        p.warning{border-color:var(--warn)}p.error{border-color:rgb(var(--against))}
        td.note,dd.note{color:var(--for-ink)}td.warning,dd.warning{color:var(--warn)}td.error,dd.error{color:var(--against-ink);font-weight:600}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.2rem;margin:.6rem 0}
        dt{color:var(--soft)}dd{margin:0;padding:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.4rem 0}
        th,td{padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
        thead th{vertical-align:bottom;border-bottom:2px solid var(--rule);font-size:.9rem}
        th[title]{text-decoration:underline dotted;text-underline-offset:3px;cursor:help}
        th.n,td.n{text-align:right;white-space:nowrap}
        td.i{white-space:nowrap}
        td.t{overflow-wrap:break-word;min-width:6rem;white-space:pre-line}
        .bounds{font-size:.88em;margin-left:.35em}
        svg{max-width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:var(--ink)}svg .soft{fill:var(--soft)}
        .whisker{display:block;margin:.1rem 0 .2rem;max-width:none}.whisker path{stroke:var(--s0);stroke-width:2;fill:none}.whisker circle{fill:var(--s0)}
        .whisker .axis{stroke:var(--rule);stroke-width:1}
        .grid{stroke:var(--rule);stroke-width:1}.axis{stroke:var(--soft);stroke-width:1;fill:none}.guide{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 4}
        .curve{fill:none;stroke-width:2;stroke-linejoin:round}.band{opacity:.16}.bar-for{fill:var(--s0)}.bar-against{fill:var(--s1)}.error-bar{stroke:var(--ink);stroke-width:1.4;fill:none}
        .text{background:var(--panel);border-radius:6px;padding:.9rem 1.1rem;line-height:2.05;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate}
        .text span[style],.legend span[style]{border-radius:3px 3px 0 0;padding:.1em .02em;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .for{background:rgb(var(--for)/calc(var(--a)*var(--top)));border-bottom:2px solid rgb(var(--for)/var(--a))}
        .against{background:rgb(var(--against)/calc(var(--a)*var(--top)));border-bottom:2px dashed rgb(var(--against)/var(--a))}
        .unseen{color:var(--soft);text-decoration:line-through}
        .legend{font-size:.88rem;margin:.45rem 0}.legend span[style]{color:var(--ink);padding:.1em .5em;margin-right:.5em}.legend svg{vertical-align:middle;margin-right:.35em}.legend .key{margin-right:1.4em;white-space:nowrap}
        details{margin:.4rem 0}summary{cursor:pointer;color:var(--soft);font-size:.92rem}
        .map th{border:0;font-weight:600;padding:.3rem .6rem}.map tbody th,.map .n{text-align:right}
        .map td{border:1px solid var(--page);text-align:right;padding:.3rem .6rem;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        .map td.for,.map td.against{border-width:1px;border-bottom:1px solid var(--page)}.map td.against{text-decoration:underline dashed 1px;text-underline-offset:3px}
        img{max-width:100%;height:auto}.pixels{display:flex;flex-wrap:wrap;gap:.8rem}.pixels img{image-rendering:pixelated;background:var(--panel)}
        @media print{main{max-width:none;padding:0}figure,table,.text{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}}
        """;
}

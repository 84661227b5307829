using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace MdeHunting.Lab.Web;

/// <summary>A form on a page, as a browser finds it.</summary>
internal sealed record HtmlForm(string Action, IReadOnlyList<HtmlField> Fields)
{
    /// <summary>The first form of the page, or null where it has none.</summary>
    public static HtmlForm? Find(string html) =>
        Parse(html).Forms.FirstOrDefault() is { } form
            ? new(form.GetAttribute("action") ?? "", [.. form.QuerySelectorAll("input, button").Select(ReadField)])
            : null;

    /// <summary>The text of the first element that a CSS selector is of, or null where there is none.</summary>
    public static string? TextOf(string html, string selector) => Parse(html).QuerySelector(selector)?.TextContent.Trim();

    private static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static HtmlField ReadField(IElement element) =>
        new(element.GetAttribute("type") ?? "text", element.GetAttribute("name"), element.GetAttribute("value") ?? "");
}

/// <summary>A field or button of a form.</summary>
internal sealed record HtmlField(string Type, string? Name, string Value);

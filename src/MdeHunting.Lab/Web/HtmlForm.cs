using System.Text.RegularExpressions;
using static System.Net.WebUtility;

namespace MdeHunting.Lab.Web;

/// <summary>A form on a page, as a browser finds it.</summary>
internal sealed partial record HtmlForm(string Action, IReadOnlyList<HtmlField> Fields)
{
    /// <summary>The first form of the page, or null where it has none.</summary>
    public static HtmlForm? Find(string html)
    {
        var form = FormElement().Match(html);
        if (!form.Success)
        {
            return null;
        }

        var fields = FieldElement().Matches(form.Groups["content"].Value).Select(ReadField).ToArray();
        return new(Attribute(form.Groups["attributes"].Value, "action") ?? "", fields);
    }

    /// <summary>The text of the element that has the given attribute, or null.</summary>
    public static string? TextOf(string html, string attribute)
    {
        var element = Regex.Match(html, $"<(?<name>\\w+)[^>]*\\b{Regex.Escape(attribute)}[^>]*>(?<text>.*?)</\\k<name>>", RegexOptions.Singleline);
        return element.Success ? HtmlDecode(element.Groups["text"].Value).Trim() : null;
    }

    private static HtmlField ReadField(Match element)
    {
        var attributes = element.Groups["attributes"].Value;
        return new(Attribute(attributes, "type") ?? "text", Attribute(attributes, "name"), Attribute(attributes, "value") ?? "");
    }

    private static string? Attribute(string attributes, string name)
    {
        var attribute = Regex.Match(attributes, $"(?:^|\\s){name}=\"(?<value>[^\"]*)\"");
        return attribute.Success ? HtmlDecode(attribute.Groups["value"].Value) : null;
    }

    [GeneratedRegex("<form(?<attributes>[^>]*)>(?<content>.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex FormElement();

    [GeneratedRegex("<(?:input|button)(?<attributes>[^>]*)>", RegexOptions.Singleline)]
    private static partial Regex FieldElement();
}

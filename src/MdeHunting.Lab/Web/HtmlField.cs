namespace MdeHunting.Lab.Web;

/// <summary>A field or button of a form.</summary>
internal sealed record HtmlField(string Type, string? Name, string Value);

namespace MdeHunting.Lab.Identity;

/// <summary>A field or button of a form.</summary>
internal sealed record HtmlField(string Type, string? Name, string Value);

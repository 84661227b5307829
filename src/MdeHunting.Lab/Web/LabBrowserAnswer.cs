namespace MdeHunting.Lab.Web;

/// <summary>What a browser takes from the sign-in to the application: an address, and the fields where it is a form.</summary>
internal sealed record LabBrowserAnswer(Uri Address, IReadOnlyDictionary<string, string>? Fields);

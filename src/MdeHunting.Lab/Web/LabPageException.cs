namespace MdeHunting.Lab.Web;

/// <summary>The sign-in page showed a problem; the message is what the page says.</summary>
public sealed class LabPageException(string message) : Exception(message);

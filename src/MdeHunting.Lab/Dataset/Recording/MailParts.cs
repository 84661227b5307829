using MdeHunting.Lab.Dataset.Estate;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>What an e-mail carries, and what the filter made of it.</summary>
internal sealed record MailParts(
    string Direction = "Inbound",
    string Action = "Delivered",
    string Location = "Inbox/folder",
    string Threat = "",
    string Detection = "",
    string Language = "en",
    bool IsFirstContact = false,
    bool IsAuthenticated = true
)
{
    public IReadOnlyList<(string FileName, FileContent Content)> Attachments { get; init; } = [];

    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Where it lies now, when it was moved after its delivery.</summary>
    public string LatestLocation { get; init; } = "";
}

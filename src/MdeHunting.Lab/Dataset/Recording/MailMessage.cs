using MdeHunting.Lab.Dataset.Estate;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>An e-mail as one recipient got it.</summary>
internal sealed record MailMessage(string NetworkMessageId, DateTime Time, MailSender Sender, Account Recipient, string Subject);

/// <summary>Who sends an e-mail, and from which address on the internet.</summary>
internal sealed record MailSender(string Address, string DisplayName, string IPv4, string ObjectId = "", string IPv6 = "")
{
    public string Domain { get; } = Address[(Address.IndexOf('@', StringComparison.Ordinal) + 1)..];
}

import { useState } from "react";
import { credentials, setCredentials } from "../api/client.ts";
import { t } from "../i18n/t.ts";
import { Button, Field } from "../widgets/Controls.tsx";
import { say } from "../widgets/Feedback.tsx";
import { Dialog } from "../widgets/Overlays.tsx";

/** For servers that verify signatures. What is typed is kept in the memory of this page and nowhere else. */
export function SignIn({ onClose }: { readonly onClose: () => void }) {
  const [accessKey, setAccessKey] = useState(credentials()?.accessKey ?? "");
  const [secretKey, setSecretKey] = useState("");
  const [sessionToken, setSessionToken] = useState("");
  const valid = accessKey !== "" && secretKey !== "";
  const signIn = () => {
    if (valid) {
      setCredentials({ accessKey, secretKey, ...(sessionToken && { sessionToken }) });
      say(t("Calls are signed as {key}", { key: accessKey }));
      onClose();
    }
  };
  return (
    <Dialog
      title={t("Sign in with an access key")}
      onClose={onClose}
      footer={
        <>
          {credentials() && (
            <Button
              onPress={() => {
                setCredentials(undefined);
                onClose();
              }}
            >
              {t("Sign out")}
            </Button>
          )}
          <Button look="primary" isDisabled={!valid} onPress={signIn}>
            {t("Sign in")}
          </Button>
        </>
      }
    >
      <p className="soft">
        {t("The key is kept in the memory of this page only, and gone when it is closed.")}
      </p>
      <Field label={t("Access key")} value={accessKey} onChange={setAccessKey} mono autoFocus />
      <Field
        label={t("Secret key")}
        value={secretKey}
        onChange={setSecretKey}
        type="password"
        onEnter={signIn}
        mono
      />
      <Field
        label={t("Session token, if there is one")}
        value={sessionToken}
        onChange={setSessionToken}
        mono
      />
    </Dialog>
  );
}

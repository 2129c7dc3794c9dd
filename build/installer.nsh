; outtray: links. For this user or for all of them, whichever the app is installed for.
!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\outtray" "" "URL:OutTray"
  WriteRegStr SHELL_CONTEXT "Software\Classes\outtray" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\outtray\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
!macroend

; "Start at login" is an entry of the user that the app made; without the app it would point nowhere. An update is
; an uninstall too, and keeps it.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegKey SHELL_CONTEXT "Software\Classes\outtray"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
  ${endIf}
!macroend
